//! kodekloud/event-simulator: a shop's log, a line or two each second, on its output and in /log/app.log. Every fifth second
//! USER5 cannot log in, every eighth USER7 finds nothing in stock.

use super::ImageModel;

/// The file is no longer than the simulation keeps of one; what does not fit is only printed.
const SCRIPT: &str = r#"
dice=$(date +%s)
say() {
    line="[$(date '+%F %T'),$(printf %03d $((seconds * 3 % 1000)))] $1 in event-simulator: $2"
    echo "$line"
    echo "$line" >> /log/app.log
} 2> /dev/null
seconds=0
while sleep 1; do
    seconds=$((seconds + 1))
    [ $((seconds % 5)) = 0 ] && say WARNING "USER5 Failed to Login as the account is locked due to MANY FAILED ATTEMPTS."
    [ $((seconds % 8)) = 0 ] && say WARNING "USER7 Order failed as the item is OUT OF STOCK."
    dice=$(((dice * 1103515245 + 12345) % 2147483648))
    case $((dice / 65536 % 5)) in
        0) did="logged in" ;;
        1) did="logged out" ;;
        *) did="is viewing page$((dice / 65536 % 5 - 1))" ;;
    esac
    say INFO "USER$((dice / 4194304 % 4 + 1)) $did"
done
"#;

pub const MODEL: ImageModel = ImageModel {
    repositories: &["kodekloud/event-simulator"],
    size_bytes: 31_000_000,
    rest_memory_bytes: 12 << 20,
    script: Some(SCRIPT),
    files: &[("/log/", "")],
    ..ImageModel::BASE
};
