using StackExchange.Redis;

namespace Earmark.Redis;

/// <summary>A commit that is to be made.</summary>
/// <param name="After">What the library will be, with a head of its own.</param>
/// <param name="Write">Writes what belongs to it besides the head.</param>
/// <param name="IsIn">Whether a later state has it.</param>
internal sealed record ClusterChange(
    ClusterState After, Action<ITransaction> Write, Predicate<ClusterState> IsIn);
