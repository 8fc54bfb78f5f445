# for: 60
# What busybox 1.35 answers to the same, line for line.
cd /tmp; mkdir w; cd w
t() { echo "== $1"; }
t 1; x=5; y=$((x*2+1)); echo $y $((y%3)) $((x<6&&y>3)) $((x>9?1:2)); x=$((x+=3)); echo $x
t 2; a="one two  three"; for i in $a; do echo "<$i>"; done; for i in "$a"; do echo "<$i>"; done
t 3; set -- "a b" c; for i in "$@"; do echo "<$i>"; done; for i in $*; do echo "<$i>"; done; echo "$#" "${1}" "$*"
t 4; f() { echo "in f $1"; [ "$1" = 0 ] && return 5; f $(($1 - 1)); }; f 2; echo $?
t 5; if false; then echo a; elif [ -n "" ]; then echo b; else echo c; fi
t 6; case abc in a*) echo star;; *) echo no;; esac; case x in y|x) echo or;; esac; case "" in "") echo empty;; esac
t 7; while :; do i=${i:-0}; i=$((i+1)); [ $i -gt 3 ] && break; [ $i = 2 ] && continue; echo $i; done
t 8; printf '%s-%s\n' a b c; printf '%03d\n' 7; printf 'no newline'; echo; printf '%5.2f|\n' 3.14159; printf '%c%c\n' hello world; printf '%%\n'
t 9; echo 'single $x' "double $x" \$x; echo "a\"b" 'it'"'"'s'; echo a\ b
t 10; cat <<E
x is $x and $(echo sub) and \$x
	tab
E
cat <<-E
	stripped
	E
t 11; echo one > f; echo two >> f; cat f; wc -l < f; wc -l f; wc f; cat < f | head -n 1; tail -n 1 f
t 12; (echo out; echo err >&2) 2>/dev/null; (echo out; echo err >&2) > /dev/null 2>&1; { echo a; echo b >&2; } 2>&1 | sort
t 13; echo a b c | { read x y; echo "$y,$x"; }; printf 'l1\nl2\n' | while read l; do echo "[$l]"; done; printf 'no end' | { read l; echo "$? $l"; }
t 14; seq 3; seq 2 4; seq 1 2 7; seq 3 -1 1; seq -s, 3
t 15; printf 'b 2\na 10\nc 1\n' > s; sort s; sort -k2 -n s; sort -r s; sort -k2,2nr s; cut -d' ' -f1 s; awk '{print $2}' s; awk '{s+=$2} END {print s}' s; awk -F: '{print $1}' /etc/passwd | head -n 1; awk 'NR==2' s; awk '{print NR": "$0}' s; awk '$2>1{print $1}' s; awk 'BEGIN{for(i=0;i<3;i++)print i}'; awk '{printf "%s=%d\n",$1,$2}' s
t 16; echo hello | sed 's/l/L/g'; echo a/b | sed 's#/#-#'; printf '1\n2\n3\n' | sed -n 2p; printf '1\n2\n3\n' | sed 2d; printf 'a\nb\n' | sed '/a/d'; echo abc | sed -E 's/(a)(b)/\2\1/'; printf 'x\n' | sed -e 's/x/y/' -e 's/y/z/'; printf '1\n2\n' | sed '$d'; printf 'k=v\n' | sed 's/=.*//'
t 17; printf 'foo\nbar\nfoobar\n' > g; grep foo g; grep -c foo g; grep -v foo g; grep -n bar g; grep -i FOO g; grep -w foo g; grep -q foo g && echo yes; grep nothing g || echo none; grep -E 'foo|bar' g | wc -l; grep -o o g | head -n 2; grep ^foo$ g
t 18; echo 'a,b;c' | tr ',;' '  '; echo abc | tr a-z A-Z; echo aabb | tr -s a; echo a1b2 | tr -d 0-9; echo hello | cut -c1-3; echo hello | rev
t 19; echo 1 2 3 | xargs -n1 echo n; printf 'a\nb\n' | xargs -I{} echo "<{}>"; echo | xargs echo none
t 20; v=abc.def.gh; echo ${v#*.} ${v##*.} ${v%.*} ${v%%.*} ${#v} ${v:-x} ${u:-d} ${u-d} ${v:+set} ${v:1:2} ${v/b/X}
t 21; true && echo 1 || echo 2; false && echo 1 || echo 2; ! true; echo $?; ! false; echo $?; true | false; echo $?
t 22; unset q; echo "${q:=assigned} $q"; : ${r:=1}; echo $r; export E=1; sh -c 'echo $E $F'; F=2 sh -c 'echo $E $F'; G=3; sh -c 'echo "[$G]"'
t 23; sleep 0.1 & p=$!; wait $p; echo $?; (exit 9); echo $?; sh -c 'exit 300'; echo $?; (sleep 0.1; echo bg) & wait; echo done
t 24; trap 'echo exit trap' EXIT; trap - EXIT; (trap 'echo sub exit' EXIT; echo in sub); trap 'echo usr1' USR1; kill -USR1 $$$$; echo after; trap '' USR1; kill -USR1 $$$$; echo ignored
t 25; [ a = a ]; echo $?; [ a != a ]; echo $?; [ -z "" -a -n x ]; echo $?; [ 3 -ge 3 -o 1 -gt 2 ]; echo $?; test -d /tmp; echo $?; [ -e /none ]; echo $?; [ ! -e /none ]; echo $?; [ "a" \< "b" ]; echo $?; [[ abc == a* ]]; echo $?
t 26; date +%Y-%m-%d | grep -c '^[0-9]*-[0-9]*-[0-9]*$'; basename /a/b/c.txt; basename /a/b/c.txt .txt; dirname /a/b/c.txt; expr 3 \* 4; expr 7 / 2; expr length hello; expr substr hello 2 3
t 27; touch a1 a2 b1; echo a*; echo [ab]1; echo z*; echo ?1; ls; ls a*; rm a*; ls; mkdir -p d/e; touch d/e/f; ls d; rm d 2>/dev/null; echo $?; rm -r d; ls -d w d 2>/dev/null; echo $?
t 28; echo "multi
line"; echo a; echo b; echo a \
  continued; echo a #comment
t 29; IFS=:; for p in $PATH; do echo ok; break; done; unset IFS; IFS=, read a b <<E
1,2,3
E
echo "$a|$b"
t 30; eval 'z=1; echo $z'; cmd='echo from var'; $cmd; echo `echo back`; echo $(echo $(echo nested)); n=$(printf 'a\n\n'); echo "[$n]"
t 31; echo -n a; echo -e 'x\ty'; echo 'a\nb'; echo -e 'a\nb'; echo -E 'a\nb'; echo -- -n
t 32; yes | head -n 2; head -c 3 g; echo; tail -n +2 g; tac g; uniq <<E
a
a
b
E
sort -u <<E
b
a
b
E
printf 'a\na\nb\n' | uniq -c; printf '%s\n' "$(echo abc | wc -c)"
t 33; set -e; (false; echo not) || echo caught; if false; then :; fi; false || true; set +e; f() { false; echo still; }; f
t 34; command -v echo; type cd; command -v nothing; echo $?; which sh >/dev/null && echo has
t 35; local_test() { local v=1; echo $v; }; v=2; local_test; echo $v; g() { echo $#; }; g "a b" c; return_test() { return; }; false; return_test; echo $?
t 36; until [ ${k:-0} -ge 2 ]; do k=$((${k:-0}+1)); echo $k; done; for i; do echo p $i; done; for i in 1 2 3; do [ $i = 2 ] && break; done; echo $i
t 37; find . -name 'g' -type f; echo hi | tee t1 t2; cat t1 t2; mv t1 t3; cp t3 t4; cat t4; ls t*; stat -c %s t4; du -s . >/dev/null; ln -s t4 l 2>/dev/null; chmod +x t4; [ -x t4 ] && echo x
t 38; echo $((0x10)) $((010)) $((1+2*3)) $(((1+2)*3)) $((-5/2)) $((7&3)) $((1<<4)) $((!0)) $((~0)); i=5; echo $((i++)) $i $((--i)); 
t 39; echo base | base64; echo YmFzZQo= | base64 -d; printf '%x\n' 255; printf '%o\n' 8; printf '\101\n'; printf '%b\n' 'a\tb'; printf '%-5s|%5s|\n' a b
t 40; readonly R=1; (R=2) 2>/dev/null; echo $?; exec 2>/dev/null; nothing; echo $?; ./none; echo $?
t 41; getopts ab: o -a -b x; echo $o; while getopts ab: o -a -b x; do echo "$o $OPTARG"; done
t 42; cat /none g 2>/dev/null; echo $?; timeout 1 sleep 3; echo $?; kill -0 $$$$ && echo alive; wait 99999; echo $?
t 43; echo "$(cat <<E
in sub
E
)"; x=$(false); echo $?; echo "${x:-$(echo default)}"; y='a b'; z=$y; echo "$z"; [ $# -eq 2 ] && echo two
t 44; shift; echo $1; shift 5; echo $?; set --; echo $#; echo "${@:-none}"
t 45; a=1 b=2; echo $a$b; a=$b b=$a; echo $a$b; echo ${a}b; echo "$a"'$b'"$b"
t 50; awk 'BEGIN{x["a"]=1; x["b"]=2; n=0; for(k in x) n+=x[k]; print n}'; echo "a:b:c" | awk -F: -v OFS=- '{$1=$1; print; print NF, $NF}'; printf '3 x\n1 y\n' | awk '{t+=$1; l=l $2} END{print t, l, t/NR; printf "%.2f|%5s|%-4d|\n", t/3, l, t}'; awk 'BEGIN{printf "%s %d %c %x\n", "s", 3.9, "A", 255; print length("abc") substr("hello",2,3) index("abc","c"); s="aXbX"; gsub("X","-",s); print s; print 1/3, 1e6, 100000*10, 0.1+0.2, 3==3.0, "a"<"b"}'; echo 'x=1;y=2' | awk -F'[=;]' '{print $2+$4}'; seq 5 | awk 'NR%2==0{print $1*$1}'; seq 3 | awk '{a[NR]=$0} END{for(i=NR;i>0;i--) print a[i]}'; echo "CPU 45%" | awk '{sub("%","",$2); if ($2>40) print "high"; else print "low"}'; df 2>/dev/null | awk 'NR==1{print $1}'; awk 'BEGIN{while(i<3){i++; if(i==2)continue; print i}; do {i--} while(i>0); print i; print match("foobar","o+"), RSTART, RLENGTH; print toupper("x") tolower("Y"); n=split("a,b,c",p,","); print n, p[3]; print (1,2) in p ? "y":"n"}'; echo a b | awk '{print $1,$2 > "/dev/stderr"}' 2>/dev/null; awk 'BEGIN { exit 3 }'; echo $?; printf 'a\nb\nc\nd\n' | awk '/b/,/c/'; echo "10 9" | awk '{print ($1>$2), $1 $2, -$1, !$1}'
