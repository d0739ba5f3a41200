@echo off
rem Puts the program of this stick on the laptop, or brings it a newer version; see Huong-dan.html.
setlocal
chcp 65001 >nul
for /f "delims=" %%v in ('ver') do set "version=%%v"
if "%version: 10.0.=%"=="%version%" goto other
if /i "%PROCESSOR_ARCHITECTURE%"=="AMD64" goto found
if /i "%PROCESSOR_ARCHITEW6432%"=="AMD64" goto found
:other
type "%~dp0windows\Windows.txt"
pause
exit /b 1
:found
"%~dp0windows\python.exe" -m soxa field install "%~dp0." %*
set code=%errorlevel%
pause
exit /b %code%
