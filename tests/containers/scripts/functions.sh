greet() { local who=${1:-nobody}; echo "hello $who"; return 2; }
greet; echo $?
greet you && echo yes || echo no
case "$(hostname)" in main*) echo ours;; *) echo other;; esac
for f in /etc/host*; do echo $f; done
set -- a b c; echo $# $2; shift; echo "$@"
x=abc.tar.gz; echo ${x%.*} ${x##*.} ${#x}
