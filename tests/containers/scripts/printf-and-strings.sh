printf '%5d|%-5s|%05d|%x\n' 3 a 7 255
echo -e 'a\tb'; echo -n no; echo " newline"
echo "${NAME:-default}" "${NAME:=set}" "$NAME" "${NAME:+there}"
echo 'a b  c' | { read -r x y; echo "$y"; }
IFS=,; echo "a,b" | while read p q; do echo "$q"; done
echo "$(echo nested $(echo deeper))" `echo old`
