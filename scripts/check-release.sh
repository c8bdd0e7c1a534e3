#!/bin/sh
# scripts/check-release.sh   does what is published work where the sources are not?
#
# Packs the library and the tool, installs both from the folder they were packed to in a place of their own, runs the
# README's sample and the tool there, and compares the native binary's answers with the tool's. The binary is left out,
# with a sentence, where there is no C compiler. Needs FFmpeg, for the music.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
EARMARK_ROOT=$root
. "$root/scripts/setup.sh"

need_dotnet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

fail() {
    say "$*"
    exit 1
}

# Runs a command whose output nobody needs unless it fails.
quietly() {
    "$@" >"$work/log" 2>&1 || {
        cat "$work/log" >&2
        fail "failed: $*"
    }
}

# Four notes a second, each with an overtone; $1 chooses them.
compose() {
    note="220*pow(2,floor(12*mod(sin(floor(4*t)*$1)*1000,1))/6)"
    wave="0.3*sin(2*PI*t*$note)+0.2*sin(4.03*PI*t*$note)"
    quietly ffmpeg -v error -y -f lavfi -i "aevalsrc='$wave':s=22050:d=40" "$2"
}

version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/Directory.Build.props")
mkdir -p "$work/packages" "$work/app/album"
quietly dotnet pack "$root/src/Earmark/Earmark.csproj" -c Release -nologo -o "$work/packages"
quietly dotnet pack "$root/src/Earmark.Cli/Earmark.Cli.csproj" -c Release -nologo -o "$work/packages"

# The machine's sources stay as they are configured; what it has already fetched is not fetched again. Our packages go
# into a cache of their own: the next ones have the same version.
cache=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')
cat >"$work/nuget.config" <<END
<configuration>
  <packageSources><add key="packed" value="$work/packages" /></packageSources>
  <fallbackPackageFolders><add key="fetched" value="$cache" /></fallbackPackageFolders>
</configuration>
END
elsewhere="env NUGET_PACKAGES=$work/cache dotnet"
cd "$work/app"

compose 7.31 album/01.flac
compose 3.77 album/02.flac
quietly ffmpeg -v error -y -ss 12 -t 8 -i album/01.flac clip.wav

quietly $elsewhere new console --no-restore --name Sample --output .
awk '/^```csharp$/ { on = 1; next } /^```$/ { on = 0 } on' "$root/README.md" >Program.cs
grep -q 'Library.Open' Program.cs || fail "README.md has no sample of the library."
quietly $elsewhere add package Earmark --version "$version"
answer=$($elsewhere run)
[ "$answer" = "01 at 12.00 s" ] || fail "the README's sample said \"$answer\"; expected \"01 at 12.00 s\"."
echo "package Earmark $version: the README's sample runs"

quietly $elsewhere tool install Earmark.Cli --version "$version" --tool-path "$work/tool" \
    --configfile "$work/nuget.config"
tool=$work/tool/earmark
"$tool" --help | grep -q 'earmark \[command\]' || fail "the tool's help does not call it earmark."
quietly "$tool" store album --library library

# Whatever of an answer is not time.
ask() {
    "$1" query clip.wav album/02.flac --library library --format json -v | sed 's/"seconds":{[^}]*}//'
}
ask "$tool" >by-tool
grep -q '"decision":"match".*"ref_id":"01"' by-tool || fail "the tool did not name the clip: $(cat by-tool)"
echo "tool Earmark.Cli $version: stores and names"

need_toolchain || exit 0
"$root/scripts/publish.sh"
native=$root/artifacts/earmark-$(runtime_id)/earmark
for notice in LICENSE NOTICES.txt THIRD-PARTY-NOTICES.TXT; do
    [ -s "${native%/*}/$notice" ] || fail "the native binary comes without $notice."
done
ask "$native" >by-native
cmp by-tool by-native || fail "the native binary answers otherwise: $(cat by-native)"
quietly "$native" store album --library again
cmp library/segments/*.seg again/segments/*.seg || fail "the native binary stores other bytes."
quietly "$native" demo
quietly "$native" doctor --library library
echo "native binary: the notices of what it carries, the same answers and bytes, the demo, the doctor"
