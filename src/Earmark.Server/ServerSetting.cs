namespace Earmark.Server;

/// <summary>One setting of a server.</summary>
/// <param name="Name">Its name, as a flag without the dashes.</param>
/// <param name="Placeholder">What its value is called in help; null where it is on or off.</param>
/// <param name="Description">What it does.</param>
/// <param name="Default">What holds without it; null for nothing.</param>
/// <param name="Apply">Puts its values, one or more, into the options; throws where they cannot be.</param>
public sealed record ServerSetting(
    string Name,
    string? Placeholder,
    string Description,
    string? Default,
    Func<ServerOptions, IReadOnlyList<string>, ServerOptions> Apply)
{
    /// <summary>Whether it may be given more than once.</summary>
    public bool IsList { get; init; }
}
