//! Names of Docker Hub's official images, so that a misspelt one fails to pull as it really would.

pub const NAMES: &[&str] = &[
    "adminer", "alpine", "amazonlinux", "arangodb", "bash", "buildpack-deps", "busybox", "caddy", "cassandra", "centos",
    "chronograf", "clojure", "composer", "consul", "couchbase", "couchdb", "debian", "docker", "drupal", "eclipse-mosquitto",
    "eclipse-temurin", "elasticsearch", "elixir", "erlang", "fedora", "fluentd", "gcc", "ghost", "golang", "gradle", "groovy",
    "haproxy", "haskell", "hello-world", "httpd", "influxdb", "jenkins", "jetty", "joomla", "julia", "kibana", "kong",
    "logstash", "mariadb", "matomo", "maven", "mediawiki", "memcached", "mongo", "mongo-express", "mysql", "nats",
    "neo4j", "nextcloud", "nginx", "node", "openjdk", "oraclelinux", "perl", "photon", "php", "phpmyadmin", "postgres",
    "python", "rabbitmq", "redis", "redmine", "registry", "rethinkdb", "rockylinux", "ruby", "rust", "solr", "sonarqube",
    "swift", "telegraf", "tomcat", "traefik", "ubuntu", "varnish", "vault", "wordpress", "zookeeper",
];
