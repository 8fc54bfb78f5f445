//! What images hold: files, programs, variables, where a server's pages are. By what the images of Docker Hub hold.

use super::Reference;
use crate::cluster::process;

const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Programs Debian's images lack.
const NOT_IN_DEBIAN: &[&str] = &[
    "ash", "bc", "curl", "free", "hexdump", "ifconfig", "ip", "jq", "killall", "less", "nc", "netstat",
    "nslookup", "pgrep", "pidof", "ping", "pkill", "ps", "top", "uptime", "usleep", "vi", "watch", "wget",
    "xxd", "yq",
];
/// Programs busybox lacks.
const NOT_IN_BUSYBOX: &[&str] = &[
    "apt", "apt-get", "bash", "column", "comm", "curl", "dash", "getent", "join", "jq", "python", "python3",
    "yq",
];
/// Other programs that may be looked for.
const OTHERS: &[&str] = &["clear", "ifconfig", "ip", "ln", "netstat", "stty", "sync", "vi"];

fn repository(image: &str) -> &str {
    Reference::parse(image).map_or("", |reference| reference.repository)
}

/// The tag without what follows the version.
pub fn version(image: &str) -> String {
    let tag = Reference::parse(image).map_or("latest", |reference| reference.tag);
    match tag.split('-').next() {
        Some(number) if number.starts_with(|one: char| one.is_ascii_digit()) => number.to_owned(),
        _ => "1.29.1".into(),
    }
}

pub fn is_busybox(image: &str) -> bool {
    let small = ["busybox", "alpine", "curlimages/curl", "bash"];
    small.contains(&repository(image)) || image.contains("alpine")
}

/// Whether an image has a shell at all.
fn has_shell(image: &str) -> bool {
    !matches!(
        repository(image),
        "hashicorp/http-echo" | "pause" | "hello-world" | "distroless/static" | "etcd"
    ) && !repository(image).starts_with("kube-")
}

/// Whether an image has a program.
pub fn has(image: &str, name: &str) -> bool {
    let base = name.rsplit('/').next().unwrap_or_default();
    if super::model_of(image).is_own_program(base) {
        return true;
    }
    if !has_shell(image) || !(process::is_known(base) || OTHERS.contains(&base)) {
        return false;
    }
    let repository = repository(image);
    let has_curl = matches!(repository, "nginx" | "curlimages/curl") || repository.contains("kubetm");
    let known = super::MODELS.iter().any(|model| model.repositories.contains(&repository));
    match base {
        "curl" => has_curl || !known,
        "bash" => !is_busybox(image) || repository == "bash",
        base if is_busybox(image) => !NOT_IN_BUSYBOX.contains(&base),
        base if known => !NOT_IN_DEBIAN.contains(&base),
        _ => true,
    }
}

/// Whom an image's processes run as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum User {
    Number(u32),
    Name(&'static str),
}

/// The user an image names; root if none.
pub fn user(image: &str) -> User {
    match repository(image) {
        "nginxinc/nginx-unprivileged" => User::Number(101),
        "elasticsearch" | "kibana" | "logstash" => User::Number(1000),
        "grafana/grafana" => User::Number(472),
        "curlimages/curl" => User::Name("curl_user"),
        "jenkins" | "jenkins/jenkins" => User::Name("jenkins"),
        name if name.starts_with("bitnami/") => User::Number(1001),
        name if name.starts_with("prom/") => User::Name("nobody"),
        name if name.contains("distroless") && image.contains("nonroot") => User::Number(65532),
        _ => User::Number(0),
    }
}

/// Variables of an image, the path first.
pub fn variables(image: &str) -> Vec<(&'static str, String)> {
    let path = match repository(image) {
        "httpd" => "/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        _ => PATH,
    };
    let own = match repository(image) {
        "nginx" => vec![("NGINX_VERSION", version(image)), ("PKG_RELEASE", "1~trixie".into())],
        "httpd" => vec![("HTTPD_PREFIX", "/usr/local/apache2".into()), ("HTTPD_VERSION", version(image))],
        _ => Vec::new(),
    };
    std::iter::once(("PATH", path.to_owned())).chain(own).collect()
}

/// Files of an image; a path that ends with a slash is an empty folder.
pub fn files(image: &str) -> Vec<(&'static str, &'static str)> {
    let mut files = vec![
        ("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n"),
        ("/bin/", ""),
        ("/dev/", ""),
        ("/home/", ""),
        ("/proc/", ""),
        ("/root/", ""),
        ("/sys/", ""),
        ("/tmp/", ""),
        ("/usr/bin/", ""),
        ("/usr/local/bin/", ""),
        ("/var/log/", ""),
        ("/var/run/", ""),
    ];
    match is_busybox(image) && repository(image) == "busybox" {
        true => {}
        false if is_busybox(image) => {
            files.push((
                "/etc/os-release",
                "NAME=\"Alpine Linux\"\nID=alpine\nPRETTY_NAME=\"Alpine Linux v3.22\"\n",
            ));
        }
        false => {
            files.extend([("/opt/", ""), ("/srv/", ""), ("/mnt/", ""), ("/var/www/html/", "")]);
            let debian =
                "PRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\nNAME=\"Debian GNU/Linux\"\nID=debian\n";
            files.push(("/etc/os-release", debian));
        }
    }
    files.extend(super::model_of(image).files);
    files
}
