//! Configuration, accounts and priority classes: describe.go, v1.36.

use serde_json::Value;

use super::{Cluster, Writer, events, meta};
use crate::kubectl::reach::{Reach, labels_text};

pub fn config_map(map: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    meta::name_and_namespace(w, map);
    meta::labels_and_annotations(w, map);
    w.write(0, "\nData\n====\n");
    for (name, value) in map["data"].entries() {
        w.write(0, format!("{name}:\n----\n"));
        w.write(0, format!("{}\n", value.text()));
        w.write(0, "\n");
    }
    w.write(0, "\nBinaryData\n====\n");
    for (name, value) in map["binaryData"].entries() {
        w.write(0, format!("{name}: {} bytes\n", decoded_length(value.text())));
    }
    w.write(0, "\n");
    events::describe(w, map, cluster);
}

/// How many bytes a base64 text stands for.
fn decoded_length(text: &str) -> usize {
    let digits = text.bytes().filter(|byte| !matches!(byte, b'=' | b'\n' | b'\r')).count();
    digits * 6 / 8
}

pub fn secret(secret: &Value, _: &dyn Cluster, w: &mut Writer) {
    meta::name_and_namespace(w, secret);
    meta::labels_and_annotations(w, secret);
    let kind = secret["type"].text();
    w.write(0, format!("\nType:\t{kind}\n"));
    w.write(0, "\nData\n====\n");
    for (name, value) in secret["data"].entries() {
        match (name, kind) {
            ("token", "kubernetes.io/service-account-token") => w.field(0, name, decoded(value.text())),
            _ => w.field(0, name, format!("{} bytes", decoded_length(value.text()))),
        }
    }
}

/// The text of a base64 text.
fn decoded(text: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.bytes().filter_map(|byte| DIGITS.iter().position(|digit| *digit == byte));
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for digit in digits {
        bits = (bits << 6 | digit as u32) & 0xffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

pub fn service_account(account: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    const TITLE: &str = "Image pull secrets:";
    meta::name_and_namespace(w, account);
    meta::labels_and_annotations(w, account);
    let secrets = account["imagePullSecrets"].items();
    if secrets.is_empty() {
        w.write(0, format!("{TITLE}\t<none>\n"));
    }
    for (at, secret) in secrets.iter().enumerate() {
        let title = if at == 0 { TITLE.to_owned() } else { " ".repeat(TITLE.len()) };
        w.write(0, format!("{title}\t{}\n", secret["name"].text()));
    }
    events::describe(w, account, cluster);
}

pub fn priority_class(class: &Value, cluster: &dyn Cluster, w: &mut Writer) {
    meta::name(w, class);
    w.field(0, "Value", class["value"].int());
    w.field(0, "GlobalDefault", class["globalDefault"].flag());
    w.field(0, "PreemptionPolicy", class["preemptionPolicy"].text());
    w.field(0, "Description", class["description"].text());
    w.field(0, "Annotations", labels_text(&class["metadata"]["annotations"]));
    events::describe(w, class, cluster);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read() {
        assert_eq!((decoded("aGVsbG8="), decoded_length("aGVsbG8=")), ("hello".into(), 5));
    }
}
