#!/usr/bin/env bash
# Builds millrace-runner.jar against a Spark. Needs a JDK of Java 17 or later, only here.
# usage: deploy/spark/runner/build.sh SPARK_HOME [OUTPUT.jar]
set -euo pipefail
home=${1:?usage: build.sh SPARK_HOME [OUTPUT.jar]}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
output=$(realpath -m "${2:-millrace-runner.jar}")
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac --release 17 -Xlint:all,-classfile,-path -cp "$home/jars/*" -d "$classes" "$here/MillraceRunner.java"
jar --create --file "$output" -C "$classes" .
echo "$output"
