# A shell that makes way for a program.
trap 'echo bye' EXIT
echo before
exec sleep 3
echo after
