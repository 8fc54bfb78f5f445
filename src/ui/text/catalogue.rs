//! Fixed messages: labels, headings, buttons, hints. One line each: name, English, Korean.

use super::Lang;

macro_rules! catalogue {
    ($($name:ident: $en:literal, $ko:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Msg { $($name,)* }

        impl Msg {
            pub const ALL: &'static [Msg] = &[$(Msg::$name,)*];

            pub fn text(self, lang: Lang) -> &'static str {
                match self { $(Msg::$name => lang.pick($en, $ko),)* }
            }
        }
    };
}

catalogue! {
    // Frame of the page
    Tagline: "A Kubernetes cluster behind glass", "유리 너머의 쿠버네티스 클러스터";
    Language: "Language", "언어";
    ThemeToLight: "Switch to light", "밝게 보기";
    ThemeToDark: "Switch to dark", "어둡게 보기";
    About: "About", "소개";
    Close: "Close", "닫기";
    Example: "Example", "예제";
    ChooseExample: "Choose an example", "예제 고르기";
    OwnFiles: "Your files", "내 파일";
    Cluster: "Cluster", "클러스터";
    ChooseCluster: "Choose a cluster", "클러스터 고르기";
    ClusterRestarts: "Starts a new cluster with these files", "이 파일들로 새 클러스터를 시작합니다";
    PresetMinikube: "minikube, one node", "minikube, 노드 1개";
    PresetThreeNodes: "Control plane, two workers", "컨트롤 플레인, 워커 2개";
    PresetCloud: "Cloud, three zones", "클라우드, 영역 3개";
    SkipToCluster: "Skip to the cluster", "클러스터로 건너뛰기";

    // Time
    Time: "Time", "시간";
    BackToStart: "Back to the start", "처음으로";
    Step: "To the next change", "다음 변화까지";
    Play: "Play", "재생";
    Pause: "Pause", "멈춤";
    Speed: "Speed", "빠르기";
    Clock: "Simulated time", "시뮬레이션 시각";
    Scrub: "Moment", "시점";
    Behind: "working at its limit", "낼 수 있는 만큼 빠르게 가는 중";
    Seeking: "going there…", "가는 중…";
    InThePast: "You look at the past. Play goes the same way again.", "지난 시점을 보는 중입니다. 재생하면 같은 길을 다시 갑니다.";

    // Editor
    Editor: "Editor", "편집기";
    Files: "Files", "파일";
    NewFile: "New file", "새 파일";
    RenameFile: "Rename this file", "파일 이름 바꾸기";
    CloseFile: "Close file", "파일 닫기";
    FileName: "File name", "파일 이름";
    Apply: "Apply", "적용";
    Delete: "Delete", "삭제";
    DeleteManifestHint: "kubectl delete -f this file", "kubectl delete -f 이 파일";
    ApplyHint: "kubectl apply -f this file (Ctrl or Cmd + Enter)", "kubectl apply -f 이 파일 (Ctrl 또는 Cmd + Enter)";
    LiveApply: "Apply as I type", "입력하는 대로 적용";
    Manifest: "Manifest, YAML", "매니페스트, YAML";
    Problems: "Problems", "문제";
    NoProblems: "No problems found", "문제 없음";
    Answer: "Answer", "응답";
    NothingApplied: "Press Apply, and the cluster's answer appears here.", "적용을 누르면 클러스터의 응답이 여기에 나타납니다.";
    Templates: "Templates", "틀";
    ChooseTemplate: "Add a manifest to begin with", "시작용 매니페스트 넣기";
    TemplateWord: "template", "틀";
    EmptyFileHint: "Write a manifest. Ctrl + Space suggests what can stand here; Templates gives you one to begin with.", "매니페스트를 쓰세요. Ctrl + Space를 누르면 쓸 수 있는 것이 나오고, 틀을 고르면 바로 시작할 수 있습니다.";
    TypeText: "text", "문자열";
    TypeTrueOrFalse: "true or false", "true 또는 false";
    TypeWholeNumber: "whole number", "정수";
    TypeNumber: "number", "숫자";
    TypeQuantity: "quantity, such as 250m or 64Mi", "수량 (예: 250m, 64Mi)";
    TypeNumberOrText: "whole number or text", "정수 또는 문자열";
    TypeTime: "time", "시각";
    TypeAnything: "anything", "무엇이든";
    TypeList: "list", "목록";
    TypeMapping: "mapping", "매핑";
    DefaultWord: "default", "기본값";
    OneOf: "One of", "다음 중 하나";
    NotSimulated: "Accepted and kept, but the simulator does not act on it.", "받아서 보관하지만 시뮬레이터가 따라 움직이지는 않습니다.";
    NotSimulatedShort: "not simulated", "시뮬레이션 안 함";
    ErrorWord: "error", "오류";
    WarningWord: "warning", "경고";

    // Stage
    Views: "Views of the cluster", "클러스터 보기";
    Nodes: "Nodes", "노드";
    Services: "Services", "서비스";
    Autoscaling: "Autoscaling", "오토스케일링";
    Events: "Events", "이벤트";
    Inspector: "Inspector", "자세히";
    Workloads: "Workloads", "워크로드";
    PendingPods: "Waiting for a node", "노드를 기다리는 파드";
    NotTriedYet: "not tried yet", "아직 시도하지 않음";
    Cpu: "CPU", "CPU";
    Memory: "Memory", "메모리";
    Used: "used", "사용";
    Requested: "requested", "요청";
    Taints: "Taints", "테인트";
    KubeletStopped: "kubelet stopped", "kubelet 멈춤";
    NoPodsHere: "No pods yet", "아직 파드 없음";
    EmptyCluster: "The tank is empty", "수조가 비어 있습니다";
    EmptyClusterHint: "Apply a manifest from the editor, or open an example.", "편집기에서 매니페스트를 적용하거나 예제를 열어 보세요.";
    SystemPods: "System pods", "시스템 파드";
    ScaleDown: "One replica fewer", "레플리카 하나 줄이기";
    ScaleUp: "One replica more", "레플리카 하나 늘리기";

    // Services
    NoServices: "No Services yet", "아직 서비스가 없습니다";
    NoServicesHint: "Apply a Service, and its way to the pods is drawn here.", "Service를 적용하면 파드까지 가는 길이 여기에 그려집니다.";
    Clients: "Clients", "클라이언트";
    Endpoints: "Endpoints", "엔드포인트";
    NoEndpoints: "no endpoints", "엔드포인트 없음";
    Ready: "ready", "준비됨";
    NotReady: "not ready", "준비 안 됨";
    TerminatingWord: "terminating", "종료 중";
    Load: "Load", "부하";
    LoadOff: "off", "없음";
    RequestsPerSecond: "requests per second", "초당 요청";
    SendRequest: "Send a request", "요청 보내기";
    Send: "Send", "보내기";
    Address: "Address", "주소";
    Selector: "selector", "셀렉터";
    NoRequests: "no requests", "요청 없음";

    // Autoscaling
    NoAutoscalers: "No autoscalers yet", "아직 오토스케일러가 없습니다";
    NoAutoscalersHint: "Apply a HorizontalPodAutoscaler, or open the example that scales by CPU.", "HorizontalPodAutoscaler를 적용하거나 CPU로 오토스케일링하는 예제를 열어 보세요.";
    Usage: "usage", "사용량";
    Target: "target", "목표";
    Current: "current", "현재";
    Desired: "desired", "목표 개수";
    Replicas: "Replicas", "레플리카";
    LastSync: "The last sync, step by step", "마지막 동기화의 계산";
    WaitingForSync: "Waiting for the first sync (every 15 s).", "첫 동기화를 기다립니다 (15초마다).";
    Time0: "simulated time", "시뮬레이션 시각";
    History: "Table of values", "값 표";

    // Events
    WarningsOnly: "Warnings only", "경고만";
    FollowSelection: "Only the selected object", "고른 객체만";
    NoEvents: "No events yet", "아직 이벤트가 없습니다";
    NoEventsMatch: "No event matches the filter", "조건에 맞는 이벤트가 없습니다";

    // Terminal
    Terminal: "Terminal", "터미널";
    EventsAndTerminal: "Events and terminal", "이벤트와 터미널";
    TerminalOutput: "What the commands printed", "명령의 출력";
    TerminalHint: "Type a command, such as kubectl get pods. Files of the editor can be named: kubectl apply -f web.yaml. Tab completes.", "kubectl get pods 같은 명령을 입력하세요. kubectl apply -f web.yaml처럼 편집기의 파일 이름을 쓸 수 있고, Tab을 누르면 완성됩니다.";
    TerminalScreenHint: "Type a command, such as kubectl get pods. Tab completes; Esc leaves the terminal. Click a name to select it on the page.", "kubectl get pods 같은 명령을 입력하세요. Tab을 누르면 완성되고 Esc를 누르면 터미널에서 나갑니다. 이름을 클릭하면 페이지에서 선택됩니다.";
    TerminalScreen: "Terminal screen. Escape leaves it, and leads to the switch to plain text, which screen readers can read.", "터미널 화면입니다. Esc를 누르면 나가서 ‘글자로 보기’ 스위치로 갑니다. 글자로 보면 스크린 리더가 읽을 수 있습니다.";
    PlainTerminal: "Plain text", "글자로 보기";
    PlainTerminalHint: "Output as text of the page and a field to type in; for screen readers", "출력을 페이지의 글자로, 입력을 입력창으로 보여 줍니다. 스크린 리더에 알맞습니다";
    ScreenFailed: "The terminal's screen could not be loaded. This is the plain form; everything works in it.", "터미널 화면을 불러오지 못해 글자로 보여 줍니다. 기능은 모두 그대로입니다.";
    StoryPanel: "What a line did", "명령이 한 일";
    StoryWhich: "Which command", "어느 명령";
    StoryNone: "Run a command first.", "먼저 명령을 실행하세요.";
    TerminalLine: "Command line", "명령줄";
    Candidates: "What can stand here", "쓸 수 있는 것";
    StopCommand: "Stop the command", "명령 멈추기";
    LineStory: "what it did", "한 일";
    StoryEmpty: "It asked the API for nothing.", "API에 요청한 것이 없습니다.";
    StoryCalls: "API calls", "API 호출";
    StoryChanged: "Objects changed", "바뀐 객체";
    StoryReacted: "What reacted", "반응한 것";
    StoryBecause: "because of", "원인:";
    HowCreated: "created", "생성";
    HowChanged: "changed", "변경";
    HowDeleted: "deleted", "삭제";
    EditFile: "The command in the terminal waits. Save and close, and it goes on with the file as it stands here.", "터미널의 명령이 기다리고 있습니다. 저장하고 닫으면 여기 적힌 파일로 계속합니다.";
    EditObject: "The command in the terminal waits. Save and close, and what you changed is sent to the cluster.", "터미널의 명령이 기다리고 있습니다. 저장하고 닫으면 바꾼 내용이 클러스터에 전달됩니다.";
    EditRefused: "It was not accepted. The reason stands at the top of the file: mend it and save again, or leave.", "받아들여지지 않았습니다. 이유가 파일 맨 위에 있으니 고쳐서 다시 저장하거나 그냥 닫으세요.";
    EditSave: "Save and close", "저장하고 닫기";
    EditLeave: "Leave without saving", "저장하지 않고 닫기";
    EditGo: "Go to the editor", "편집기로 가기";
    EditWaits: "being edited: ", "편집 중: ";
    TimeStands: "waits; time stands still, press Play", "기다리는 중입니다. 시간이 멈춰 있으니 재생을 누르세요";

    // Inspector
    SelectedBefore: "Back to what was selected before", "바로 전에 고른 것으로";
    NothingSelected: "Nothing selected", "고른 것이 없습니다";
    SelectHint: "Choose a node, a pod, a Service or an event to see what it is, what it waits for, and why.", "노드, 파드, 서비스, 이벤트를 고르면 그것이 무엇이고 무엇을 왜 기다리는지 보여 줍니다.";
    Gone: "It no longer exists. This is what was last known.", "더는 없습니다. 마지막으로 알려진 모습입니다.";
    WaitsFor: "Waits for", "기다리는 것";
    Overview: "Overview", "개요";
    Containers: "Containers", "컨테이너";
    InitContainer: "init", "초기화";
    Sidecar: "sidecar", "사이드카";
    GenericImage: "Kubarium has no model of this image: it runs as a plain server on its declared ports.", "이 이미지의 모델이 없어서, 선언된 포트에서 응답하는 단순한 서버로 실행합니다.";
    ModelledImage: "An AppModel says what this image does.", "이 이미지의 동작은 AppModel이 정합니다.";
    EndedBefore: "Ended before", "끝난 기록";
    LastWords: "Termination message:", "종료 메시지:";
    RunsAs: "Runs as", "실행 사용자";
    Instance: "No.", "번호";
    StartedAt: "Started", "시작";
    EndedAt: "Ended", "끝";
    ExitCode: "Exit code", "종료 코드";
    Reason: "Reason", "까닭";
    Variables: "Variables", "환경 변수";
    OpenShell: "Open a shell", "셸 열기";
    OpenShellHint: "Types kubectl exec into the terminal below", "아래 터미널에 kubectl exec를 입력합니다";
    FilesInside: "Files inside", "안의 파일";
    Limited: "limit", "제한";
    NoneSet: "none", "없음";
    On: "on", "켜짐";
    Break: "Break it", "망가뜨리기";
    FailReadiness: "Fail readiness", "준비 상태 실패";
    FailReadinessHint: "The readiness probe fails: the pod gets no traffic", "준비 상태 프로브가 실패합니다. 파드가 트래픽을 받지 못합니다";
    FailLiveness: "Fail liveness", "활성 상태 실패";
    FailLivenessHint: "The liveness probe fails: the container is restarted", "활성 상태 프로브가 실패합니다. 컨테이너가 다시 시작됩니다";
    CrashIt: "Crash", "강제 종료";
    CrashHint: "The program ends now with code 1", "프로그램이 지금 코드 1로 끝납니다";
    HangIt: "Hang", "응답 멈춤";
    HangHint: "It answers nobody and does not heed SIGTERM; a restart heals it", "아무에게도 응답하지 않고 SIGTERM도 무시합니다. 다시 시작하면 낫습니다";
    LeakMemory: "Leak memory", "메모리 누수";
    LeakHint: "10 MiB more each second, until its limit kills it", "1초마다 10MiB씩 늘어나다가, 제한에 닿으면 죽습니다";
    BurnCpu: "Burn CPU", "CPU 태우기";
    BurnHint: "A whole core, or all its limit allows", "코어 하나를, 제한이 있으면 그만큼을 모두 씁니다";
    SlowDown: "Slow down", "느리게";
    SlowHint: "Every answer takes two seconds longer", "모든 응답이 2초 더 걸립니다";
    CutPodHint: "Nobody reaches the pod", "아무도 파드에 닿지 못합니다";
    AnswerOtherwise: "Answer otherwise", "다르게 응답";
    AnswerOtherwiseHint: "The answers its AppModel keeps for this switch", "AppModel에 이 스위치용으로 적어 둔 응답을 냅니다";
    DescribeImage: "Say what this image does", "이 이미지의 동작 정하기";
    DescribeImageHint: "Makes an AppModel. It holds from the container's next start.", "AppModel을 만듭니다. 컨테이너가 다음에 시작할 때부터 적용됩니다.";
    Image: "Image", "이미지";
    StartsIn: "Listens after, seconds", "준비까지 걸리는 초";
    PortNumber: "Port", "포트";
    PathAsked: "Path", "경로";
    StatusCode: "HTTP status", "HTTP 상태";
    AnswerText: "Answer", "응답";
    FailsAfter: "Answers 500 after, seconds", "500을 내기 시작하는 초";
    MemoryAtRest: "Memory, MiB", "메모리, MiB";
    LeaksEachSecond: "Leaks each second, MiB", "초당 누수, MiB";
    EndsAfter: "Ends after, seconds", "끝나기까지의 초";
    Scheduling: "Scheduling", "스케줄링";
    Probes: "Probes", "프로브";
    Why: "Why", "이유";
    Yaml: "YAML", "YAML";
    Log: "Log", "로그";
    CopyYaml: "Copy", "복사";
    Copied: "Copied", "복사됨";
    DeletePod: "Delete pod", "파드 삭제";
    Cordon: "Cordon", "Cordon";
    Uncordon: "Uncordon", "Uncordon";
    StopKubelet: "Stop the kubelet", "kubelet 멈추기";
    StartKubelet: "Start the kubelet", "kubelet 켜기";
    Drain: "Drain", "Drain";
    CutNetwork: "Cut the network", "네트워크 끊기";
    SlowNode: "Slow it down", "느리게 하기";
    SpeedUp: "Back to full speed", "원래 속도로";
    PowerOff: "Power off", "전원 끄기";
    PowerOn: "Power on", "전원 켜기";
    PoweredOff: "power off", "전원 꺼짐";
    Slow: "slow", "느림";
    JoinNetwork: "Join the network again", "네트워크 다시 잇기";
    NetworkCut: "network cut", "네트워크 끊김";
    DeleteNode: "Delete node", "노드 삭제";
    AddNode: "Add a node", "노드 추가";
    Node: "Node", "노드";
    Total: "Total", "합계";
    Refused: "refused", "거절";
    Chosen: "chosen", "선택됨";
    Passed: "passed", "성공";
    Failed: "failed", "실패";
    NoProbeYet: "not probed yet", "아직 검사 전";
    WhyHint: "Each change and the one that caused it, newest last.", "변화와 그 원인입니다. 최근 것이 아래에 있습니다.";
    Preemption: "Preemption", "선점";
    PreemptionHint: "Nodes where less important pods could make room, and which would have to go.", "덜 중요한 파드가 자리를 내줄 수 있는 노드와 그때 나가야 할 파드입니다.";
    PreemptionRule: "Chosen for", "선택한 기준";
    Priority: "priority", "우선순위";
    ScoresHint: "Each plugin's score, 0 to 100, before its weight.", "플러그인별 점수 (0~100, 가중치 적용 전).";
    WhatIf: "What if…", "만약에…";
    WhatIfHint: "Ask the scheduler without changing anything: kubectl commands run on a copy of the cluster.", "아무것도 바꾸지 않고 스케줄러에게 물어봅니다. kubectl 명령은 클러스터의 복사본에서 실행됩니다.";
    AskNode: "Would it fit on", "들어갈 수 있을까요?";
    AnyNode: "choose a node", "노드 고르기";
    NodeWord: "node", "노드";
    Command: "kubectl command to try", "시험할 kubectl 명령";
    Try: "Try", "시험하기";
    TryLabel: "Label", "레이블";
    TryTaint: "Taint", "테인트";
    TryCordon: "Cordon", "Cordon";
    Tried: "Tried on the copy", "복사본에서 시험한 명령";
    TakeBack: "Take it back", "되돌리기";
    RunForReal: "Run on the cluster", "클러스터에서 실행하기";
    WouldHelp: "This would turn the refusal", "거절을 풀 수 있는 명령";
    Before: "before", "이전";
    NeverMoved: "A pod is never moved. Delete it, and its controller makes a new one, which the scheduler places like this.", "파드는 옮겨지지 않습니다. 지우면 컨트롤러가 새 파드를 만들고, 스케줄러가 아래와 같이 배치합니다.";
    Decisions: "Decisions", "결정";
    Queue: "Queue", "대기열";
    QueueActive: "is the next to be tried or near it", "곧 시도할 차례입니다";
    QueueBackoff: "backs off, so that others go first", "다른 파드가 먼저 가도록 물러나 있습니다";
    QueueUnschedulable: "waits for a change that may help", "도움이 될 변화를 기다립니다";
    QueueGated: "is kept out of the queue", "대기열에 들어가지 못합니다";
    Scheduler: "Scheduler", "스케줄러";
    SchedulerHint: "What kube-scheduler is started with (--config). Start it anew with another configuration, and every waiting pod is tried again.", "kube-scheduler를 시작할 때 쓰는 설정(--config)입니다. 다른 설정으로 다시 시작하면 기다리던 파드를 모두 다시 시도합니다.";
    SchedulerConfig: "KubeSchedulerConfiguration, YAML", "KubeSchedulerConfiguration, YAML";
    StartScheduler: "Start the scheduler with this", "이 설정으로 스케줄러 시작";
    ChooseScheduler: "Configurations to begin with", "시작용 설정";
    Profiles: "Profiles", "프로필";
    FiltersOf: "Filter plugins, in order", "필터 플러그인 (순서대로)";
    PostFiltersOf: "When no node fits", "맞는 노드가 없을 때";
    ScoresOf: "Score plugins and weights", "점수 플러그인과 가중치";
    LogTail: "Last lines of the first container", "첫 컨테이너의 마지막 출력";

    // Hint, about, trouble
    TryThis: "Try this", "해 보기";
    Dismiss: "Dismiss", "그만 보기";
    AboutText: "Kubarium simulates a Kubernetes v1.36 cluster in this page: API server, controllers, scheduler, kubelets, Services and autoscalers. Nothing leaves your browser.", "Kubarium은 이 페이지 안에서 쿠버네티스 v1.36 클러스터를 시뮬레이션합니다. API 서버, 컨트롤러, 스케줄러, kubelet, 서비스, 오토스케일러가 모두 여기서 돌고, 아무것도 브라우저 밖으로 나가지 않습니다.";
    Fidelity: "How true is it?", "얼마나 같나요?";
    FidelityLink: "What is simulated, field by field", "필드별 시뮬레이션 범위(영어)";
    FidelityText: "Placement, events, messages, order and timing follow upstream's source. Images are models: how long they start, what they answer and what they use is written down, not run. The clock is virtual, so every run with the same files and the same seed is the same.", "배치, 이벤트, 메시지, 순서와 시간은 쿠버네티스 소스를 따릅니다. 이미지는 모형입니다. 얼마나 오래 시작하고 무엇을 답하고 얼마나 쓰는지가 적혀 있을 뿐, 실제로 실행되지는 않습니다. 시계가 가상이므로 같은 파일과 같은 시드는 언제나 같은 결과를 냅니다.";
    Shortcuts: "Keyboard", "키보드";
    KeyApply: "apply the file", "파일 적용";
    KeySuggest: "suggest what can stand here", "쓸 수 있는 것 제안";
    KeyExplain: "explain the word at the cursor", "커서 위치의 단어 설명";
    KeyLeaveEditor: "leave the editor or the terminal", "편집기나 터미널에서 나가기";
    KeyPlay: "play or pause", "재생 또는 멈춤";
    KeyStep: "to the next change", "다음 변화까지";
    KeySlower: "slower or faster", "느리게 또는 빠르게";
    KeyCards: "from pod to pod", "파드 사이 이동";
    KeyInspect: "inspect", "자세히 보기";
    KeyCloseInspector: "close the inspector", "자세히 보기 닫기";
    Alerts: "The simulator reports", "시뮬레이터 알림";
}
