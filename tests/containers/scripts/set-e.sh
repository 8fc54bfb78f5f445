set -eu
echo first
false || echo forgiven
cat /nowhere
echo never
