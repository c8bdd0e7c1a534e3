namespace Earmark.Bench.Measuring;

/// <summary>What each stage of the front end took, in the order that sound goes through them.</summary>
internal sealed class Stages
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, TimeSpan> _times = [];

    public IEnumerable<(string Name, TimeSpan Time)> All => _names.Select(name => (name, _times[name]));

    /// <summary>Does a part of a stage, on the clock of this thread.</summary>
    public T Time<T>(string name, Func<T> part)
    {
        var start = LinuxCalls.ThreadTime();
        var result = part();
        Add(name, LinuxCalls.ThreadTime() - start);
        return result;
    }

    /// <inheritdoc cref="Time{T}"/>
    public void Time(string name, Action part) => Time(name, () =>
    {
        part();
        return 0;
    });

    public void Add(string name, TimeSpan time)
    {
        if (_times.TryAdd(name, time))
        {
            _names.Add(name);
        }
        else
        {
            _times[name] += time;
        }
    }

    /// <summary>Of several runs of the same work, the least that each stage took: what no neighbor disturbed.</summary>
    public static Stages Least(IReadOnlyList<Stages> runs)
    {
        var least = new Stages();
        foreach (var name in runs[0]._names)
        {
            least.Add(name, runs.Min(run => run._times[name]));
        }

        return least;
    }

    /// <summary>Of several pieces of work, the sum.</summary>
    public static Stages Sum(IEnumerable<Stages> pieces)
    {
        var sum = new Stages();
        foreach (var (name, time) in pieces.SelectMany(piece => piece.All))
        {
            sum.Add(name, time);
        }

        return sum;
    }
}
