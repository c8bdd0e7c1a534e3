using Earmark.Audio;
using Earmark.Monitoring;

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

    /// <summary>Recordings of hours. How long decoding may take is no limit: a job can be ended.</summary>
    public static MonitorOptions ForMonitoring(ServerOptions options) => new()
    {
        Decoding = new AudioOptions
        {
            StallLimit = TimeSpan.FromSeconds(30),
            MemoryLimitBytes = 1L << 30,
            SpoolLimitBytes = (long)options.MaxUploadMegabytes << 20,
        },
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
