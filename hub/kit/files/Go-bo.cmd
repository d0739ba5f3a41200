@echo off
rem Takes the program off the laptop. What was logged stays; see Huong-dan.html.
setlocal
chcp 65001 >nul
"%~dp0windows\python.exe" -m soxa field uninstall %*
set code=%errorlevel%
pause
exit /b %code%
