namespace Earmark.Indexing;

/// <summary>What a library is opened for.</summary>
public enum IndexAccess
{
    /// <summary>Reading, beside any number of readers and one writer.</summary>
    Read,

    /// <summary>Reading and writing.</summary>
    Write,

    /// <summary>Reading and writing; where there is no library yet, an empty one is made.</summary>
    Create,
}
