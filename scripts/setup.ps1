# What earmark.cmd and test.cmd share.
#   setup.ps1 build [VERB]   builds the tool when a source is newer than the last build
#   setup.ps1 test [ARG...]  builds everything, runs all tests, ends with "N passed, N failed"
$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
$what, $rest = $args
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'

function Say($text) { [Console]::Error.WriteLine("earmark: $text") }

if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    Say 'the .NET 10 SDK is missing: winget install Microsoft.DotNet.SDK.10, then run this again.'
    exit 2
}

if (($what -eq 'test' -or $rest -contains 'demo') -and -not (Get-Command ffmpeg -ErrorAction SilentlyContinue)) {
    Say 'missing: ffmpeg; install with: winget install Gyan.FFmpeg'
}

if ($what -eq 'test') {
    Set-Location $root
    $results = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())
    dotnet build Earmark.slnx -c Release -v quiet -nologo
    if ($LASTEXITCODE -ne 0) { '0 passed, 0 failed'; exit 1 }
    dotnet test Earmark.slnx -c Release --no-build -nologo --logger trx --results-directory $results @rest
    $status = $LASTEXITCODE
    $passed = 0
    $failed = 0
    foreach ($file in Get-ChildItem $results -Filter *.trx -ErrorAction SilentlyContinue) {
        $counters = ([xml](Get-Content $file.FullName)).TestRun.ResultSummary.Counters
        $passed += [int]$counters.passed
        $failed += [int]$counters.failed + [int]$counters.error + [int]$counters.timeout + [int]$counters.aborted
    }
    Remove-Item -Recurse -Force $results -ErrorAction SilentlyContinue
    if ($status -eq 0 -and ($passed -eq 0 -or $failed -ne 0)) { $status = 1 }
    "$passed passed, $failed failed"
    exit $status
}

$output = Join-Path $root 'src\Earmark.Cli\bin\Release\net10.0\Earmark.Cli.dll'
$stamp = Join-Path $root 'src\Earmark.Cli\obj\earmark.stamp'

function Test-Stale {
    if (-not (Test-Path $output) -or -not (Test-Path $stamp)) { return $true }
    $built = (Get-Item $stamp).LastWriteTimeUtc
    $sources = Get-ChildItem (Join-Path $root 'src'), (Join-Path $root 'Directory.*.props') -Recurse -File |
        Where-Object { $_.FullName -notmatch '\\(bin|obj)\\' -and $_.LastWriteTimeUtc -gt $built }
    return [bool]$sources
}

# Whether the mutex is ours within so many seconds; it is also when its holder has died.
function Wait-Turn($mutex, $seconds) {
    try { return $mutex.WaitOne(1000 * $seconds) } catch [Threading.AbandonedMutexException] { return $true }
}

if (Test-Stale) {
    # One build at a time: the others wait for it, and then find nothing to do.
    $mutex = New-Object Threading.Mutex $false, ('earmark-' + [Math]::Abs($root.ToLowerInvariant().GetHashCode()))
    if (-not (Wait-Turn $mutex 1)) {
        Say 'waiting for another build of Earmark to end...'
        if (-not (Wait-Turn $mutex 600)) {
            Say 'another build of Earmark has been running for ten minutes: end it, then run this again.'
            exit 2
        }
    }

    try {
        if (Test-Stale) {
            [Console]::Error.WriteLine('building Earmark...')
            $began = [DateTime]::UtcNow
            $log = dotnet build (Join-Path $root 'src\Earmark.Cli') -c Release -v quiet -nologo
            if ($LASTEXITCODE -ne 0) {
                $log | ForEach-Object { [Console]::Error.WriteLine($_) }
                Say 'the build failed; its output is above.'
                exit 2
            }
            New-Item -Force $stamp -ItemType File | Out-Null
            (Get-Item $stamp).LastWriteTimeUtc = $began
        }
    }
    finally { $mutex.ReleaseMutex() }
}
