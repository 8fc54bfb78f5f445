whoami; id -u; uname; pwd; hostname
date +%Y; env | grep -c KUBERNETES; echo $PATH
df | head -1; free | head -1; nproc
top -bn1 | sed -n 4p
which sh; which bash; type cd; command -v sleep
echo "$HOME $0 $#"
