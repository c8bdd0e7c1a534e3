@echo off
rem Builds everything with warnings as errors and runs all tests. The last line is "N passed, N failed".
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0scripts\setup.ps1" test %*
