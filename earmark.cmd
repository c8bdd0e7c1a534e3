@echo off
rem Runs Earmark; builds it first when a source is newer than the last build. Works from any folder.
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0scripts\setup.ps1" build %1 || exit /b 2
dotnet "%~dp0src\Earmark.Cli\bin\Release\net10.0\Earmark.Cli.dll" %*
