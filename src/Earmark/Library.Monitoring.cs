using Earmark.Audio;
using Earmark.Monitoring;

namespace Earmark;

/// <content>What is played on streams and in long recordings.</content>
public sealed partial class Library
{
    /// <summary>Listens to a source, as long as it goes on, and tells what is played on it.</summary>
    /// <remarks>
    /// <para>
    /// Memory does not grow with time. Any number of sources may be monitored side by side. Tracks that are stored
    /// meanwhile are known from then on. Events come in the order in which they become known: a play has ended once it
    /// has not been heard for <see cref="MonitorOptions.JoinGap"/>.
    /// </para>
    /// <para>
    /// Where a library in a cluster does not answer for a while, that is noted, and live sources are heard on.
    /// </para>
    /// <para>
    /// Cancelling ends the source as if it had ended there: what was playing is told, then the sequence ends.
    /// </para>
    /// </remarks>
    /// <exception cref="AudioException">A source that is not live cannot be read.</exception>
    /// <exception cref="LibraryException">The library is damaged.</exception>
    public IAsyncEnumerable<MonitorEvent> MonitorAsync(
        MonitorSource source, MonitorOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= new MonitorOptions();
        options.Validate();
        var search = new StreamSearch(_index.Snapshot, Profile, options);
        return new StreamMonitor(source, search, _index.Find, Profile, options, TimeProvider.System)
            .RunAsync(cancellation);
    }
}
