using System.Diagnostics.CodeAnalysis;

namespace Earmark.Tests.Server;

[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "What the test runner calls it.")]
public sealed class ServedCollection : ICollectionFixture<ServedLibrary>
{
    public const string Name = "served";
}
