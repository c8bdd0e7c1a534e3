using Earmark.Audio;

namespace Earmark.Server.Http;

/// <summary>How much of the machine the files of strangers may take.</summary>
internal static class Limits
{
    /// <summary>Clips are short: what takes longer to decode is made to.</summary>
    public static AudioOptions ForClips(ServerOptions options) => new()
    {
        CpuLimit = TimeSpan.FromSeconds(20),
        StallLimit = TimeSpan.FromSeconds(10),
        MemoryLimitBytes = 1L << 30,
        SpoolLimitBytes = (long)options.MaxUploadMegabytes << 20,
    };

    /// <summary>Whole recordings.</summary>
    public static AudioOptions ForTracks(ServerOptions options) => new()
    {
        CpuLimit = TimeSpan.FromMinutes(5),
        StallLimit = TimeSpan.FromSeconds(30),
        MemoryLimitBytes = 1L << 30,
        SpoolLimitBytes = (long)options.MaxUploadMegabytes << 20,
    };
}
