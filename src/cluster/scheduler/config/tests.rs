//! What configurations come to, and how they are refused.

use super::*;

const HEAD: &str = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n";

fn config(body: &str) -> Config {
    read(&format!("{HEAD}{body}"), &Registry::default()).unwrap()
}

fn refused(body: &str) -> Vec<String> {
    let errors = read(&format!("{HEAD}{body}"), &Registry::default()).unwrap_err();
    errors.iter().map(ConfigError::to_string).collect()
}

fn scorers(profile: &Profile) -> Vec<(&'static str, i64)> {
    profile.scorers().map(|(plugin, weight)| (plugin.name(), weight)).collect()
}

#[test]
fn nothing_said_is_the_default_profile() {
    let config = config("");
    let plain = Profile::default_named(DEFAULT_SCHEDULER, &Registry::default()).unwrap();
    assert_eq!((config.profiles.len(), config.backoff), (1, Backoff::default()));
    assert_eq!(config.profiles[0].name, "default-scheduler");
    let names =
        |profile: &Profile| profile.pre_filters().map(|(plugin, _)| plugin.name()).collect::<Vec<_>>();
    assert_eq!(names(&config.profiles[0]), names(&plain));
    let weight =
        |name: &str| scorers(&config.profiles[0]).into_iter().find(|one| one.0 == name).map(|one| one.1);
    assert_eq!(
        (weight("TaintToleration"), weight("NodeAffinity"), weight("ImageLocality")),
        (Some(3), Some(2), Some(1))
    );
}

#[test]
fn plugins_are_enabled_disabled_and_weighed() {
    let config = config(
        "podInitialBackoffSeconds: 2\npodMaxBackoffSeconds: 60\npercentageOfNodesToScore: 30\nprofiles:\n\
         - schedulerName: default-scheduler\n\
         - schedulerName: packer\n  percentageOfNodesToScore: 100\n  plugins:\n    multiPoint:\n      disabled: [{name: DefaultPreemption}]\n    \
         score:\n      disabled: [{name: '*'}]\n      enabled: [{name: NodeResourcesFit, weight: 5}]\n  \
         pluginConfig:\n  - name: NodeResourcesFit\n    args:\n      scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 1}]}\n",
    );
    let [plain, packer] = config.profiles.as_slice() else { panic!("{config:?}") };
    assert_eq!((plain.percentage, packer.percentage), (Some(30), Some(100)));
    assert_eq!(scorers(packer), [("NodeResourcesFit", 5)]);
    assert!(!packer.post_filters().any(|plugin| plugin.name() == "DefaultPreemption"));
    assert_eq!(config.backoff, Backoff { initial: Span::from_secs(2), most: Span::from_secs(60) });
    assert_eq!(plain.nodes_to_find(1000), 300);
    assert_eq!(packer.nodes_to_find(1000), 1000);
}

#[test]
fn a_plugin_enabled_again_keeps_its_place_or_comes_first() {
    let config = config(
        "profiles:\n- plugins:\n    multiPoint: {enabled: [{name: ImageLocality, weight: 7}]}\n    \
         score: {enabled: [{name: NodeAffinity}]}\n",
    );
    let scorers = scorers(&config.profiles[0]);
    assert_eq!(scorers[0], ("NodeAffinity", 2));
    assert_eq!(scorers.last(), Some(&("ImageLocality", 7)));
}

#[test]
fn mistakes_are_told_with_their_lines() {
    assert_eq!(
        refused("profiles:\n- schedulerName: a\n  plugin: {}\n"),
        ["line 5: strict decoding error: unknown field \"profiles[0].plugin\" (did you mean \"plugins\"?)"]
    );
    assert_eq!(
        refused("percentageOfNodesToScore: 101\nprofiles:\n- schedulerName: a\n- schedulerName: a\n"),
        [
            "line 3: percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]",
            "line 6: profiles[1].schedulerName: Duplicate value: \"a\""
        ]
    );
    assert_eq!(
        refused("profiles:\n- plugins:\n    score:\n      enabled: [{name: Nobody}]\n"),
        ["line 6: plugin \"Nobody\" does not exist"]
    );
    assert_eq!(
        refused(
            "profiles:\n- pluginConfig:\n  - name: InterPodAffinity\n    args: {hardPodAffinityWeight: 200}\n"
        ),
        [
            "line 6: profiles[0].pluginConfig[0].args: hardPodAffinityWeight: Invalid value: 200: not in valid range [0-100]"
        ]
    );
    assert_eq!(refused("podInitialBackoffSeconds: 20\n").len(), 1);
    assert!(read("kind: Pod\n", &Registry::default()).is_err());
    assert!(read("", &Registry::default()).is_err());
}

#[test]
fn a_plugin_is_enabled_only_where_it_takes_part() {
    let text = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofiles:\n- plugins:\n    score:\n      enabled:\n      - name: NodeName\n";
    let errors = read(text, &Registry::default()).unwrap_err();
    assert_eq!(errors[0].to_string(), "line 7: plugin \"NodeName\" does not extend ScorePlugin plugin");
}
