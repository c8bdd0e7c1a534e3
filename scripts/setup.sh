# What `earmark` and `test` share; read by them, with EARMARK_ROOT set.

# Says something to the user, not to whoever reads our output.
say() {
    printf 'earmark: %s\n' "$*" >&2
}

# Ends unless there is a .NET 10 SDK, or at least the tool is built and can run.
need_dotnet() {
    if ! command -v dotnet >/dev/null 2>&1; then
        for folder in "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet" \
            /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
            if [ -n "$folder" ] && [ -x "$folder/dotnet" ]; then
                PATH=$folder:$PATH
                export PATH
                break
            fi
        done
    fi

    if ! command -v dotnet >/dev/null 2>&1; then
        say "the .NET 10 SDK is missing: install it from https://dotnet.microsoft.com/download, then run this again."
        exit 2
    fi

    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
}

# What .NET calls this system and processor.
runtime_id() {
    case $(uname -s) in
    Darwin) system=osx ;;
    *) system=linux ;;
    esac
    if [ "$system" = linux ] && ls /lib/ld-musl-*.so.1 >/dev/null 2>&1; then
        system=linux-musl
    fi

    case $(uname -m) in
    arm64 | aarch64) echo "$system-arm64" ;;
    *) echo "$system-x64" ;;
    esac
}

# Whether there is what links a native binary; says what is missing. Nothing but the C library: .NET brings its zlib.
need_toolchain() {
    compiler=$(command -v clang || command -v gcc || :)
    if [ -z "$compiler" ]; then
        say "no C compiler, which links the native binary; install clang or gcc" \
            "(Debian: apt-get install gcc libc6-dev)."
        return 1
    fi

    probe=$(mktemp)
    if ! printf '#include <unistd.h>\nint main(void) { return 0; }\n' |
        "$compiler" -x c - -o "$probe" -lm -ldl -lpthread >/dev/null 2>&1; then
        rm -f "$probe"
        say "$compiler cannot link a C program; install what the C library brings for that" \
            "(Debian: apt-get install libc6-dev)."
        return 1
    fi

    rm -f "$probe"
}

# The native binary that scripts/publish.sh made of these very sources; nothing where there is none.
published() {
    folder=$EARMARK_ROOT/artifacts/earmark-$(runtime_id)
    if [ -x "$folder/earmark" ] && ! is_older "$folder.stamp"; then
        echo "$folder/earmark"
    fi
}

# Whether the last build is older than a source, or there is none.
is_stale() {
    stamp=$EARMARK_ROOT/src/Earmark.Cli/obj/earmark.stamp
    [ -f "$EARMARK_ROOT/src/Earmark.Cli/bin/Release/net10.0/Earmark.Cli.dll" ] || return 0
    is_older "$stamp"
}

# Whether a stamp is older than a source, or there is none.
is_older() {
    [ -f "$1" ] || return 0
    for file in Directory.Build.props Directory.Packages.props src/Directory.Build.props; do
        [ -z "$(find "$EARMARK_ROOT/$file" -newer "$1")" ] || return 0
    done

    # Folders count too: a deleted file leaves no other trace. Those of the projects change with every build.
    [ -n "$(find "$EARMARK_ROOT"/src/*/* \( -name obj -o -name bin \) -prune -o -newer "$1" -print 2>/dev/null |
        head -n 1)" ]
}

# A process as "id:start"; nothing where there is none. Ids alone are given out again, in containers the very same.
identify() {
    if [ -r "/proc/$1/stat" ]; then
        # After the name, in brackets, come the state and, 20th, the start. A zombie has ended, but nobody took note.
        sed -n 's/.*) //; /^[^ZX]/p' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20 | sed "s/^/$1:/"
    elif began=$(LC_ALL=C ps -p "$1" -o lstart= 2>/dev/null) && [ -n "$began" ]; then
        printf '%s:%s\n' "$1" "$(printf '%s' "$began" | tr -cs '[:alnum:]' '-')"
    fi
}

# Builds the tool when a source has changed; one build at a time, the others wait for it.
need_build() {
    is_stale || return 0
    lock=$EARMARK_ROOT/src/Earmark.Cli/obj/earmark.lock
    if ! mkdir -p "${lock%/*}" 2>/dev/null || ! [ -w "${lock%/*}" ]; then
        say "cannot build in $EARMARK_ROOT: the folder is not writable; run this once as its owner."
        exit 2
    fi

    # A link to nowhere that carries the holder's identity: made in one step, or not at all.
    waits=0
    until ln -s "$(identify $$)" "$lock" 2>/dev/null; do
        holder=$(readlink "$lock" || echo)
        if [ -n "$holder" ] && [ "$holder" != "$(identify "${holder%%:*}")" ]; then
            rm -f "$lock"
            continue
        fi

        # Between two looks it may have gone; a second and ten minutes, at five looks a second.
        waits=$((waits + 1))
        if [ "$waits" -eq 5 ]; then
            say "waiting for the build that process ${holder%%:*} is doing…"
        elif [ "$waits" -ge 3000 ]; then
            say "process ${holder%%:*} has been building for ten minutes: end it, then run this again."
            exit 2
        fi

        sleep 0.2
    done

    trap 'rm -f "$lock"' EXIT
    trap 'exit 130' INT TERM
    if is_stale; then
        build
    fi

    rm -f "$lock"
    trap - EXIT INT TERM
}

build() {
    if ! dotnet --list-sdks | grep -q '^1[0-9]\.'; then
        say "the .NET 10 SDK is missing (this dotnet has: $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')):" \
            "install it from https://dotnet.microsoft.com/download, then run this again."
        exit 2
    fi

    if [ -f "$stamp" ]; then
        printf 'building Earmark (sources changed)…\n' >&2
    else
        printf 'building Earmark (first run)…\n' >&2
    fi

    # Made before the build and named after it: a source saved meanwhile is newer and builds again.
    : >"$stamp.new"
    if ! log=$(dotnet build "$EARMARK_ROOT/src/Earmark.Cli/Earmark.Cli.csproj" -c Release -v quiet -nologo 2>&1); then
        printf '%s\n' "$log" >&2
        say "the build failed; its output is above."
        exit 2
    fi

    mv "$stamp.new" "$stamp"
}

# Whether any font is installed that plots could write with.
has_font() {
    for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-}/.local/share/fonts" "${HOME:-}/.fonts" \
        /System/Library/Fonts /Library/Fonts; do
        if [ -d "$folder" ] && [ -n "$(find "$folder" -name '*.[to]t[fc]' -print 2>/dev/null | head -n 1)" ]; then
            return 0
        fi
    done

    return 1
}

# Whether there is a browser that the tests of the page can drive.
has_browser() {
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
        command -v google-chrome-stable >/dev/null 2>&1
}

# Installs FFmpeg and a font where they are missing and it may, and for `tests` a browser and Redis; else says how.
# Never fails: all of them can be done without.
need_programs() {
    missing_ffmpeg=$(command -v ffmpeg >/dev/null 2>&1 || echo 1)
    missing_font=$(has_font || echo 1)
    missing_browser=$([ "${1-}" != tests ] || has_browser || echo 1)
    missing_redis=$([ "${1-}" != tests ] || command -v redis-server >/dev/null 2>&1 || echo 1)
    [ -n "$missing_ffmpeg$missing_font$missing_browser$missing_redis" ] || return 0

    prepare='' redis=redis
    if command -v apt-get >/dev/null 2>&1; then
        prepare='apt-get update' install='apt-get install -y --no-install-recommends' font=fonts-dejavu-core
        redis=redis-server
    elif command -v dnf >/dev/null 2>&1; then
        install='dnf install -y -q' font=dejavu-sans-fonts
    elif command -v apk >/dev/null 2>&1; then
        install='apk add -q' font=font-dejavu
    elif command -v pacman >/dev/null 2>&1; then
        install='pacman -S --noconfirm --needed' font=ttf-dejavu
    elif command -v brew >/dev/null 2>&1; then
        install='brew install' font=font-dejavu
    else
        say "not found: ${missing_ffmpeg:+ffmpeg }${missing_font:+a font }${missing_browser:+chromium }" \
            "${missing_redis:+redis-server };" \
            "install what is missing with your system's package manager."
        return 0
    fi

    packages=$(echo ${missing_ffmpeg:+ffmpeg} ${missing_font:+"$font"} ${missing_browser:+chromium} \
        ${missing_redis:+"$redis"})
    sudo=sudo
    if [ "${install%% *}" = brew ] || [ "$(id -u)" -eq 0 ]; then
        sudo=
    fi

    remedy="${prepare:+${sudo:+$sudo }$prepare && }${sudo:+$sudo }$install $packages"
    if [ -z "$sudo" ]; then
        :
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo='sudo -n'
    else
        say "missing: $packages; install with: $remedy"
        return 0
    fi

    printf 'installing %s…\n' "$packages" >&2
    # shellcheck disable=SC2086 # These are lists of words.
    if ! log=$(export DEBIAN_FRONTEND=noninteractive
        { ${prepare:+$sudo $prepare} && $sudo $install $packages; } 2>&1 </dev/null); then
        say "could not install $packages (${log##*
}); install with: $remedy"
    fi
}
