name=world
cat <<END > /tmp/page.html
hello $name, $((6 * 7))
END
cat <<'END'
as it is: $name
END
while read -r key value; do echo "$key -> $value"; done <<END
a 1
b 2 3
END
cat /tmp/page.html
