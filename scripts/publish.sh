#!/bin/sh
# scripts/publish.sh [RID]   makes the native binary: artifacts/earmark-RID, a folder that needs no .NET where it runs
#
# RID is this machine's unless another is named whose C toolchain is here (linux-x64, linux-arm64, osx-arm64, …).
# For x64 it needs AVX2; `-p:IlcInstructionSet=x86-64-v2` after the RID makes one that does not. On Windows:
#   dotnet publish src/Earmark.Cli -c Release -r win-x64 -p:PublishAot=true
# From then on ./earmark runs it, until a source is newer.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
EARMARK_ROOT=$root
. "$root/scripts/setup.sh"

rid=$(runtime_id)
case ${1-} in
'' | -*) ;;
*)
    rid=$1
    shift
    ;;
esac

need_dotnet
need_toolchain || exit 2

# Folders of its own: neither ./earmark's build nor this one has to begin anew because of the other.
target=$root/artifacts/earmark-$rid
mkdir -p "$root/artifacts"
: >"$target.new"
rm -rf "$target"
dotnet publish "$root/src/Earmark.Cli/Earmark.Cli.csproj" -c Release -r "$rid" -p:PublishAot=true "$@" \
    --artifacts-path "$root/artifacts/native" -o "$target" -v quiet -nologo
mv "$target/Earmark.Cli" "$target/earmark"
rm -f "$target"/*.pdb "$target"/*.xml
mkdir -p "$target.symbols"
mv "$target"/*.dbg "$target"/*.dSYM "$target.symbols" 2>/dev/null || :
cp "$root/LICENSE" "$root/NOTICES.txt" "$root/README.md" "$target"

# Named after the build: a source that was saved meanwhile is newer than its stamp.
mv "$target.new" "$target.stamp"
echo "artifacts/earmark-$rid: earmark and the SQLite it needs beside it, $(du -shL "$target" | cut -f1)"
