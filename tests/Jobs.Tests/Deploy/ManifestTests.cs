using YamlDotNet.RepresentationModel;

namespace Millrace.Jobs.Tests.Deploy;

/// <summary>No container engine and no cluster is here: what can be held against each other in the manifests is, and every key against those that exist.</summary>
public class ManifestTests
{
    private static readonly Dictionary<string, string> Versions = new(StringComparer.Ordinal)
    {
        ["ServiceAccount"] = "v1",
        ["PersistentVolumeClaim"] = "v1",
        ["Service"] = "v1",
        ["Role"] = "rbac.authorization.k8s.io/v1",
        ["RoleBinding"] = "rbac.authorization.k8s.io/v1",
        ["Deployment"] = "apps/v1",
        ["Job"] = "batch/v1",
    };

    private static readonly string[] PodKeys = ["serviceAccountName", "restartPolicy", "containers", "volumes"];
    private static readonly string[] ContainerKeys = ["name", "image", "command", "args", "env", "ports", "readinessProbe", "resources", "volumeMounts"];
    private static readonly string[] ServiceKeys = ["image", "volumes", "command", "ports", "mem_limit", "depends_on", "environment", "profiles", "<<"];

    [Fact]
    public void Every_object_has_its_version_and_a_name_and_what_it_refers_to_exists()
    {
        var objects = Kubernetes().ToList();
        Assert.Equal(8, objects.Count);
        Assert.All(objects, each => Assert.Equal(Versions[Text(each, "kind")], Text(each, "apiVersion")));
        Assert.Equal(objects.Count, objects.Select(each => Text(each, "kind") + Name(each)).Distinct(StringComparer.Ordinal).Count());

        var claims = objects.Where(each => Text(each, "kind") == "PersistentVolumeClaim").Select(Name).ToHashSet(StringComparer.Ordinal);
        var accounts = objects.Where(each => Text(each, "kind") == "ServiceAccount").Select(Name).ToHashSet(StringComparer.Ordinal);
        var binding = objects.Single(each => Text(each, "kind") == "RoleBinding");
        Assert.Contains(Text(Map(binding, "roleRef"), "name"), objects.Where(each => Text(each, "kind") == "Role").Select(Name));
        Assert.All(Items(binding, "subjects"), subject => Assert.Contains(Text(subject, "name"), accounts));
        foreach (var pod in Pods(objects))
        {
            Assert.Subset(PodKeys.ToHashSet(), Keys(pod));
            var volumes = Items(pod, "volumes").ToDictionary(volume => Text(volume, "name"), volume => Text(Map(volume, "persistentVolumeClaim"), "claimName"), StringComparer.Ordinal);
            Assert.All(volumes.Values, claim => Assert.Contains(claim, claims));
            Assert.True(!pod.Children.ContainsKey("serviceAccountName") || accounts.Contains(Text(pod, "serviceAccountName")));
            foreach (var container in Items(pod, "containers"))
            {
                Assert.Subset(ContainerKeys.ToHashSet(), Keys(container));
                Assert.All(Items(container, "volumeMounts"), mount => Assert.Contains(Text(mount, "name"), volumes.Keys));
                Assert.All(Items(container, "env"), variable => Assert.True(variable.Children.ContainsKey("value") != variable.Children.ContainsKey("valueFrom"), Text(variable, "name")));
            }
        }
    }

    [Fact]
    public void Ports_and_names_of_the_connect_server_agree_with_those_who_call_it()
    {
        var objects = Kubernetes().ToList();
        var service = objects.Single(each => Text(each, "kind") == "Service");
        var deployment = objects.Single(each => Text(each, "kind") == "Deployment");
        var container = Items(Pods([deployment]).Single(), "containers").Single();
        var arguments = ((YamlSequenceNode)container["args"]).Select(each => each.ToString()).ToList();
        var ports = Items(container, "ports").ToDictionary(port => Text(port, "name"), port => Text(port, "containerPort"), StringComparer.Ordinal);
        Assert.Equal(ports, Items(Map(service, "spec"), "ports").ToDictionary(port => Text(port, "name"), port => Text(port, "port"), StringComparer.Ordinal));
        Assert.Contains($"--conf=spark.connect.grpc.binding.port={ports["connect"]}", arguments);
        Assert.Contains($"--conf=spark.driver.port={ports["driver"]}", arguments);
        Assert.Contains($"--conf=spark.driver.blockManager.port={ports["blocks"]}", arguments);
        Assert.Contains($"--conf=spark.driver.host={Name(service)}", arguments);
        Assert.DoesNotContain(arguments, argument => argument.Contains("token", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(
            ((YamlMappingNode)Map(deployment, "spec")["selector"]["matchLabels"]).ToString(), ((YamlMappingNode)Map(service, "spec")["selector"]).ToString());
        var remote = Pods(objects).SelectMany(pod => Items(pod, "containers")).SelectMany(each => Items(each, "env")).Single(variable => Text(variable, "name") == "SPARK_REMOTE");
        Assert.StartsWith($"sc://{Name(service)}:{ports["connect"]}/;token=", Text(remote, "value"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_compose_file_starts_a_master_two_workers_and_a_job_over_one_volume()
    {
        var root = Documents("compose.yaml").Single();
        var services = (YamlMappingNode)root["services"];
        Assert.Equal(["job", "master", "worker-1", "worker-2"], Keys(services).Order(StringComparer.Ordinal));
        foreach (var (name, service) in services.Children.Select(pair => (pair.Key.ToString(), (YamlMappingNode)pair.Value)))
        {
            Assert.Subset(ServiceKeys.ToHashSet(), Keys(service));
            var needed = service.Children.TryGetValue("depends_on", out var list) ? ((YamlSequenceNode)list).Select(each => each.ToString()) : [];
            Assert.All(needed, each => Assert.Contains(each, Keys(services)));
            Assert.Equal("${MILLRACE_IMAGE:-millrace-spark}", service["<<"]["image"].ToString());
            Assert.Contains("work:/work", ((YamlSequenceNode)service["<<"]["volumes"]).Select(each => each.ToString()));
            Assert.True(name == "master" || needed.Any(), name);
        }

        Assert.Equal(["work"], Keys((YamlMappingNode)root["volumes"]));
    }

    [Fact]
    public void The_image_copies_what_is_there_and_the_manifests_start_what_it_holds()
    {
        var lines = File.ReadAllLines(At("Dockerfile"));
        foreach (var source in lines.Where(line => line.StartsWith("COPY deploy/", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]))
        {
            Assert.True(File.Exists(Path.Combine(Repository.Root(), source)), source);
        }

        Assert.Contains(lines, line => line.Contains("dotnet publish src/Jobs", StringComparison.Ordinal));
        var commands = Pods(Kubernetes()).SelectMany(pod => Items(pod, "containers")).Select(container => ((YamlSequenceNode)container["command"])[0].ToString());
        Assert.All(commands, command => Assert.Contains(command, new[] { "/opt/millrace/submit.sh", "/opt/millrace/millrace", "/opt/spark/bin/spark-submit" }));
    }

    private static IEnumerable<YamlMappingNode> Kubernetes() =>
        Directory.GetFiles(At("kubernetes"), "*.yaml").Order(StringComparer.Ordinal).SelectMany(file => Documents(Path.Combine("kubernetes", Path.GetFileName(file))));

    private static IEnumerable<YamlMappingNode> Documents(string file)
    {
        using var text = File.OpenText(At(file));
        var stream = new YamlStream();
        stream.Load(text);
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    private static IEnumerable<YamlMappingNode> Pods(IEnumerable<YamlMappingNode> objects) => objects
        .Where(each => Text(each, "kind") is "Deployment" or "Job").Select(each => (YamlMappingNode)each["spec"]["template"]["spec"]);

    private static string At(string name) => Path.Combine(Repository.Root(), "deploy", "spark", name);

    private static string Name(YamlMappingNode node) => Text(Map(node, "metadata"), "name");

    private static string Text(YamlMappingNode node, string key) => node[key].ToString();

    private static YamlMappingNode Map(YamlMappingNode node, string key) => (YamlMappingNode)node[key];

    private static IEnumerable<YamlMappingNode> Items(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var list) ? ((YamlSequenceNode)list).Cast<YamlMappingNode>() : [];

    private static HashSet<string> Keys(YamlMappingNode node) => node.Children.Keys.Select(key => key.ToString()).ToHashSet(StringComparer.Ordinal);
}
