//! Registries: which one an image comes from, and which are taken for private.
//!
//! Nothing here reaches one. A registry is private if its name says so (`private`, `myprivateregistry.com:5000`), if it stands for
//! somebody's own (`registry.example.com`), or if it is of a kind that always asks who one is (ECR, ACR, Artifact Registry,
//! GitLab).

/// The registry of names that say none.
pub const DEFAULT: &str = super::DEFAULT_REGISTRY;

/// Where the default registry is asked for credentials, as kubectl and docker name it.
pub fn index() -> String {
    format!("https://index.{DEFAULT}/v1/")
}

/// The registry of an image.
pub fn host(image: &str) -> &str {
    match image.split_once('/') {
        Some((host, _)) if host.contains(['.', ':']) || host == "localhost" => host,
        _ => DEFAULT,
    }
}

pub fn is_private(host: &str) -> bool {
    let name = host.split(':').next().unwrap_or_default();
    name.contains("private")
        || name.contains(".dkr.ecr.")
        || name == "registry.gitlab.com"
        || [".azurecr.io", "-docker.pkg.dev", ".example.com", ".example.org"]
            .iter()
            .any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registries_are_known_by_their_names() {
        assert_eq!(host("nginx:1.27"), "docker.io");
        assert_eq!(host("acme/shop"), "docker.io");
        assert_eq!(host("localhost/shop"), "localhost");
        assert_eq!(host("registry.k8s.io/pause:3.10"), "registry.k8s.io");
        assert!(is_private(host("myprivateregistry.com:5000/nginx:alpine")));
        assert!(is_private(host("1234.dkr.ecr.ap-northeast-2.amazonaws.com/shop:v1")));
        assert!(!is_private(host("public.ecr.aws/u2g6w7p2/eks-workshop-demo/catalog_detail:1.0")));
        assert!(!is_private(host("nginx")));
    }
}
