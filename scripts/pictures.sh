#!/bin/sh
# scripts/pictures.sh FOLDER [readme]   how does the page look? Takes pictures of all its states into a folder, as a
# phone and a desk would see them, in both themes, with composed music. Look at them after a change. With `readme`,
# those in docs/pictures are replaced.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
mkdir -p "$1"
EARMARK_PICTURES=$(cd "$1" && pwd)
export EARMARK_PICTURES
"$root/test" --filter FullyQualifiedName~PictureTests
if [ "${2-}" = readme ]; then
    mkdir -p "$root/docs/pictures"
    for state in idle hearing found; do
        cp "$1/$state-phone-light.png" "$root/docs/pictures/$state.png"
    done
    cp "$1/why-desk-dark.png" "$root/docs/pictures/why.png"
fi
