using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Earmark.Server;

/// <summary>Reads the options of a server: from flags, else the environment, else a file, by the same names.</summary>
/// <remarks>
/// A setting `max-clip` is the flag `--max-clip 30`, the variable EARMARK_SERVE_MAX_CLIP, and `"max-clip": 30` in the
/// file, a JSON object. Lists are flags given again, separated by `;` in a variable, and arrays in the file.
/// </remarks>
public static class ServerSettings
{
    /// <summary>What the variables begin with.</summary>
    public const string VariablePrefix = "EARMARK_SERVE_";

    private static readonly ServerOptions Defaults = new() { Library = "" };

    /// <summary>All settings, by name.</summary>
    public static IReadOnlyList<ServerSetting> All { get; } =
    [
        Text("address", "ADDRESS", "Address to listen at", $"{Defaults.Address}", (o, v) => o with
        {
            Address = v == "*" ? IPAddress.Any : IPAddress.Parse(v),
        }),
        Number("port", "Port to listen at; 0 takes a free one", Defaults.Port, (o, n) => o with { Port = n }),
        Text("api-key-file", "FILE", "File of keys, one a line, of which clients must have one", null, (o, v) => o with
        {
            ApiKeys = ReadKeys(v),
        }),
        Flag("allow-anyone", "Let everybody on the network ask, add and delete without a key", o => o with
        {
            AllowAnyone = true,
        }),
        Flag("read-only", "Only answer: no adding, editing or deleting", o => o with { ReadOnly = true }),
        List("root", "FOLDER", "Folder below which clients may have files stored", (o, v) => o with
        {
            Roots = [.. v.Select(Path.GetFullPath)],
        }),
        List("monitor", "SOURCE", "Stream or microphone to monitor, as SOURCE or NAME=SOURCE", (o, v) => o with
        {
            Monitors = v,
        }),
        List("host", "NAME", "Name that browsers may know the server by", (o, v) => o with { Hosts = v }),
        List("origin", "ORIGIN", "Page that may use the API, such as https://music.example", (o, v) => o with
        {
            Origins = [.. v.Select(origin => origin.TrimEnd('/'))],
        }),
        Text("certificate", "FILE", "Certificate in PEM, to be reached by https", null, (o, v) => o with
        {
            Certificate = v,
        }),
        Text("certificate-key", "FILE", "Its private key, where that is in another file", null, (o, v) => o with
        {
            CertificateKey = v,
        }),
        Number("max-upload", "Longest body of a request, in megabytes", Defaults.MaxUploadMegabytes, (o, n) => o with
        {
            MaxUploadMegabytes = n,
        }),
        Number("max-clip", "How much of a clip is heard, in seconds", Defaults.MaxClipSeconds, (o, n) => o with
        {
            MaxClipSeconds = n,
        }),
        Number("max-listen", "How long a microphone is listened to, in seconds", Defaults.MaxListenSeconds,
            (o, n) => o with { MaxListenSeconds = n }),
        Number("concurrency", "Clips identified at the same time", Defaults.Concurrency, (o, n) => o with
        {
            Concurrency = n,
        }),
        Number("queue", "Clips that may wait; more are turned away", Defaults.QueueLength, (o, n) => o with
        {
            QueueLength = n,
        }),
        Number("max-listeners", "Microphones listened to at the same time", Defaults.MaxListeners, (o, n) => o with
        {
            MaxListeners = n,
        }),
        Number("rate", "Requests a minute of one key or address; 0 for any", Defaults.RequestsPerMinute,
            (o, n) => o with { RequestsPerMinute = n }),
        Number("history", "Answers that are kept; 0 keeps none", Defaults.HistoryLength, (o, n) => o with
        {
            HistoryLength = n,
        }),
    ];

    /// <summary>Puts the options together.</summary>
    /// <param name="library">Folder of the library.</param>
    /// <param name="flags">Values of the flags that were given, by name.</param>
    /// <param name="variable">Gives the value of a variable of the environment.</param>
    /// <param name="file">Path of the file; null for none.</param>
    /// <exception cref="ServerException">Something cannot be; the message lists all that.</exception>
    public static ServerOptions Read(
        string library,
        IReadOnlyDictionary<string, IReadOnlyList<string>> flags,
        Func<string, string?> variable,
        string? file)
    {
        var options = new ServerOptions { Library = library };
        var inFile = file is null ? [] : ReadFile(file);
        var faults = inFile.Keys
            .Where(name => All.All(setting => setting.Name != name))
            .Select(name => $"{file} sets {name}, which is no setting")
            .ToList();
        foreach (var setting in All)
        {
            var values = flags.GetValueOrDefault(setting.Name)
                ?? Split(setting, variable(VariableOf(setting.Name)))
                ?? inFile.GetValueOrDefault(setting.Name);
            if (values is null || values.Count == 0)
            {
                continue;
            }

            try
            {
                options = setting.Apply(options, values);
            }
            catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
            {
                faults.Add($"{setting.Name} {string.Join(' ', values)} cannot be: {e.Message.TrimEnd('.')}");
            }
        }

        faults.AddRange(options.Faults());
        return faults.Count == 0
            ? options
            : throw new ServerException($"The server cannot start so: {string.Join("; ", faults)}.");
    }

    /// <summary>The variable of the environment that sets what a flag sets.</summary>
    public static string VariableOf(string name) =>
        VariablePrefix + name.Replace('-', '_').ToUpperInvariant();

    private static ServerSetting Number(
        string name, string description, int byDefault, Func<ServerOptions, int, ServerOptions> apply) =>
        new(name, "N", description, $"{byDefault}", (options, values) => int.TryParse(
            values[^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? apply(options, number)
            : throw new FormatException("expected a whole number"));

    private static ServerSetting Text(
        string name,
        string placeholder,
        string description,
        string? byDefault,
        Func<ServerOptions, string, ServerOptions> apply) =>
        new(name, placeholder, description, byDefault, (options, values) => apply(options, values[^1]));

    private static ServerSetting Flag(string name, string description, Func<ServerOptions, ServerOptions> apply) =>
        new(name, null, description, null, (options, values) => values[^1] switch
        {
            "true" or "1" => apply(options),
            "false" or "0" => options,
            _ => throw new FormatException("expected true or false"),
        });

    private static ServerSetting List(
        string name,
        string placeholder,
        string description,
        Func<ServerOptions, IReadOnlyList<string>, ServerOptions> apply) =>
        new(name, placeholder, description, null, apply) { IsList = true };

    private static string[]? Split(ServerSetting setting, string? value) =>
        string.IsNullOrEmpty(value) ? null
        : setting.IsList ? value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : [value];

    private static string[] ReadKeys(string path) =>
    [
        .. File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'),
    ];

    private static Dictionary<string, IReadOnlyList<string>> ReadFile(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.EnumerateObject().ToDictionary(
                property => property.Name,
                property => (IReadOnlyList<string>)(property.Value.ValueKind == JsonValueKind.Array
                    ? [.. property.Value.EnumerateArray().Select(Plain)]
                    : [Plain(property.Value)]));
        }
        catch (Exception e) when (
            e is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new ServerException(
                $"The configuration {path} cannot be read ({e.Message.TrimEnd('.')}); expected a JSON object such as " +
                "{\"port\": 7667}.",
                e);
        }
    }

    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.ToString(),
    };
}
