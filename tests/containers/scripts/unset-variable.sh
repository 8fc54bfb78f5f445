set -u
echo "a${none:-b}"
echo $none
echo never
