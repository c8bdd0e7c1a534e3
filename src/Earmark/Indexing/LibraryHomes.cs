namespace Earmark.Indexing;

/// <summary>Which kind of place an address means: a folder, unless it is of a kind that was added.</summary>
internal static class LibraryHomes
{
    private static readonly FolderHome Folder = new();
    private static ILibraryHome[] _others = [];

    /// <summary>Adds a kind of place, for all of the process; one that is there already is not added again.</summary>
    public static void Add(ILibraryHome home)
    {
        while (Volatile.Read(ref _others) is var others && !others.Contains(home))
        {
            Interlocked.CompareExchange(ref _others, [.. others, home], others);
        }
    }

    /// <summary>The kind of place that an address means.</summary>
    /// <exception cref="LibraryException">It is of a kind that this program was not made with.</exception>
    public static ILibraryHome Of(string address)
    {
        if (Array.Find(_others, home => home.Holds(address)) is { } other)
        {
            return other;
        }

        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0
            ? Folder
            : throw new LibraryException(
                $"A library at {address[..scheme]}:// is of a kind that this program does not know: " +
                "give a folder, or use a program that was made with the package for it.");
    }
}
