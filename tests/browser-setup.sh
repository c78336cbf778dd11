#!/bin/sh
# See to what the browser tests need beyond Python: Chromium, Chinese fonts and the poppler tools.
# Installs them on Debian as root or through sudo; elsewhere says what to install.
set -u

has() { command -v "$1" >/dev/null 2>&1; }

has_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        has "$name" && return
    done
    [ -x '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' ] ||
        [ -x /Applications/Chromium.app/Contents/MacOS/Chromium ]
}

has_chinese_font() {
    [ "$(uname -s)" = Darwin ] && return # macOS comes with one.
    has fc-list && [ -n "$(fc-list :lang=zh)" ]
}

# Playwright's driver is linked to it, and a small Debian has it not.
has_libatomic() {
    [ "$(uname -s)" = Linux ] || return 0
    PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | grep -q 'libatomic\.so\.1'
}

ready() { has_browser && has_chinese_font && has pdftotext && has_libatomic; }

ready && exit 0

if has apt-get; then
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    if [ -z "$as_root" ] || has sudo; then
        echo '正在安装 Chromium、中文字体和 poppler …'
        $as_root apt-get -qq update &&
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y \
                --no-install-recommends \
                chromium fonts-noto-cjk fontconfig poppler-utils libatomic1 >/dev/null
        ready && exit 0
    fi
fi

{
    echo '浏览器测试还缺以下软件，请安装后重新运行 make test：'
    has_browser || echo '  · Chromium 或 Google Chrome'
    has_chinese_font || echo '  · fontconfig 和一种中文字体，例如 Noto Sans CJK'
    has_libatomic || echo '  · libatomic（libatomic1）'
    has pdftotext || echo '  · poppler（提供 pdftotext；macOS 可用 brew install poppler）'
} >&2
exit 1
