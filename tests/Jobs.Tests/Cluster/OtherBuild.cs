using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>Workers that differ by executor, as wrapper scripts, and a copy of the application that is another build of it.</summary>
internal static class OtherBuild
{
    /// <summary>A script that runs the application, but on the executor with number 1 something else.</summary>
    public static string Wrapper(string folder, string onExecutor1)
    {
        var script = Path.Combine(folder, "worker.sh");
        var own = Path.Combine(AppContext.BaseDirectory, "millrace");
        // Spark gives each executor a folder that is named by its number, and a session a folder of its own in it.
        File.WriteAllText(script, $"#!/bin/sh\ncase \"$PWD\" in */app-*/1 | */app-*/1/*) {onExecutor1} ;; esac\nexec '{own}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return script;
    }

    /// <summary>Copies the application with another module version id, as a second compilation would have, and gives its executable.</summary>
    public static string Make(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var entry in Directory.EnumerateFileSystemEntries(AppContext.BaseDirectory))
        {
            var target = Path.Combine(folder, Path.GetFileName(entry));
            if (Path.GetFileName(entry) is "millrace" or "millrace.dll")
            {
                File.Copy(entry, target);
            }
            else
            {
                File.CreateSymbolicLink(target, entry);
            }
        }

        var assembly = Path.Combine(folder, "millrace.dll");
        var bytes = File.ReadAllBytes(assembly);
        var id = ModuleId(bytes).ToByteArray();
        var at = bytes.AsSpan().IndexOf(id);
        Assert.InRange(at, 1, bytes.Length);
        bytes[at] ^= 0xff;
        File.WriteAllBytes(assembly, bytes);
        Assert.NotEqual(new Guid(id), ModuleId(bytes));
        return Path.Combine(folder, "millrace");
    }

    private static Guid ModuleId(byte[] assembly)
    {
        using var image = new PEReader(new MemoryStream(assembly));
        var metadata = image.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
