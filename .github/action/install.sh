#!/usr/bin/env bash
# Puts errdoc on the PATH of the job: from the release, checked against its checksums. Nothing to do if it is there.
set -euo pipefail

if command -v errdoc >/dev/null 2>&1; then
    exit 0
fi
case "$RUNNER_OS-$RUNNER_ARCH" in
Linux-X64) target=x86_64-unknown-linux-gnu ;;
Linux-ARM64) target=aarch64-unknown-linux-gnu ;;
macOS-ARM64) target=aarch64-apple-darwin ;;
Windows-X64) target=x86_64-pc-windows-msvc ;;
*)
    echo "::error::errdoc has no release for $RUNNER_OS on $RUNNER_ARCH"
    exit 1
    ;;
esac
version=$ERRDOC_VERSION
if [ "$version" = latest ]; then
    version=$(gh release view --repo "$ERRDOC_REPOSITORY" --json tagName --jq .tagName)
    version=${version#v}
fi
folder=$RUNNER_TEMP/errdoc
mkdir -p "$folder"
cd "$folder"
gh release download "v$version" --repo "$ERRDOC_REPOSITORY" --clobber \
    --pattern "errdoc-$version-$target.*" --pattern SHA256SUMS
if command -v sha256sum >/dev/null 2>&1; then sum=(sha256sum); else sum=(shasum -a 256); fi
grep "errdoc-$version-$target\." SHA256SUMS | "${sum[@]}" --check -
case $target in
*windows*) unzip -q -o "errdoc-$version-$target.zip" ;;
*) tar xzf "errdoc-$version-$target.tar.gz" ;;
esac
echo "$folder/errdoc-$version-$target" >>"$GITHUB_PATH"
