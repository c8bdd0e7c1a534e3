using Earmark.Server.History;
using Earmark.Server.Http;
using Earmark.Server.Jobs;
using Earmark.Server.Tracks;
using Earmark.Server.Watching;

namespace Earmark.Server;

/// <summary>What the parts of a server share.</summary>
internal sealed class ServerState : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(30);

    /// <param name="note">Is told what whoever runs the server should know.</param>
    /// <exception cref="LibraryException">The library cannot be opened.</exception>
    public ServerState(ServerOptions options, TimeProvider time, Action<string> note)
    {
        (Options, Time, Note) = (options, time, note);
        if (!options.ReadOnly)
        {
            // Makes one where there is none, and says at once if nothing can be written.
            Library.Open(options.Library).Dispose();
        }

        Library = Library.Open(options.Library, new LibraryOptions { ReadOnly = true });
        Writer = new LibraryWriter(options.Library);
        Answers = new AnswerLog(options, time);
        Keys = new ApiKeys(options.ApiKeys, time);
        Identifying = new Gate(options.Concurrency, options.QueueLength, Patience, "clips");
        Storing = new Gate(1, 4, LongPatience, "uploads to be stored");
        Helping = new Gate(2, 16, Patience, "pictures and evidence");
        Metrics = new ServerMetrics(this);
        Jobs = new JobQueue(this);
        Watch = new SourceWatch(this);
    }

    public ServerOptions Options { get; }

    public TimeProvider Time { get; }

    public Action<string> Note { get; }

    /// <summary>The library, to ask: never in the way of whoever stores to it.</summary>
    public Library Library { get; }

    public LibraryWriter Writer { get; }

    public AnswerLog Answers { get; }

    public ApiKeys Keys { get; }

    public JobQueue Jobs { get; }

    /// <summary>What is monitored.</summary>
    public SourceWatch Watch { get; }

    public ServerMetrics Metrics { get; }

    /// <summary>Clips are let in here: they take a processor each.</summary>
    public Gate Identifying { get; }

    /// <summary>Uploads to be stored.</summary>
    public Gate Storing { get; }

    /// <summary>What pages ask for besides: pictures, evidence.</summary>
    public Gate Helping { get; }

    public CoverShelf Covers { get; } = new();

    /// <summary>Microphones that are listened to now.</summary>
    public Gauge Listeners { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await Watch.DisposeAsync();
        await Jobs.DisposeAsync();
        Writer.Dispose();
        Answers.Dispose();
        Library.Dispose();
        Metrics.Dispose();
        Identifying.Dispose();
        Storing.Dispose();
        Helping.Dispose();
    }
}
