# Sourced by mvnw and run: points JAVA_HOME at a JDK 25 or newer, or says in one sentence that there is none. Maven itself
# needs it, since Quarkus augments in Maven's own process, which is why Maven's toolchains do not help.

rostrum_jdk_feature() { # prints the feature number of the JDK in $1, nothing where there is none
  [ -x "$1/bin/javac" ] || return 0
  "$1/bin/java" -version 2>&1 | sed -n '1s/^[^"]*"\([0-9][0-9]*\).*/\1/p'
}

rostrum_find_jdk() {
  rostrum_javac="$(command -v javac 2>/dev/null || :)"
  if [ -n "$rostrum_javac" ]; then
    rostrum_javac="$(readlink -f "$rostrum_javac" 2>/dev/null || printf %s "$rostrum_javac")"
    rostrum_javac="$(dirname "$(dirname "$rostrum_javac")")"
  fi
  for rostrum_candidate in "${JAVA_HOME-}" "$rostrum_javac" /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/*jdk*25* /opt/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/*; do
    rostrum_feature="$(rostrum_jdk_feature "$rostrum_candidate")"
    if [ -n "$rostrum_feature" ] && [ "$rostrum_feature" -ge 25 ]; then
      JAVA_HOME="$rostrum_candidate"
      export JAVA_HOME
      return 0
    fi
  done
  echo "Rostrum needs a JDK 25 or newer and found none: install one (for example Eclipse Temurin 25) or set JAVA_HOME to it." >&2
  return 1
}

case "$(uname)" in
CYGWIN* | MINGW*) ;; # there JAVA_HOME is the user's business; Maven's enforcer says so in a sentence
*) rostrum_find_jdk ;;
esac
