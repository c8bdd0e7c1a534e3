namespace Earmark.Tests.Browser;

/// <summary>What a script asks for, and takes too long or other people's music: skipped unless it does.</summary>
public sealed class OnRequestFactAttribute : FactAttribute
{
    /// <param name="variable">The variable of the environment by which the script says what it wants.</param>
    /// <param name="script">Path of the script.</param>
    public OnRequestFactAttribute(string variable, string script)
    {
        (Variable, Script) = (variable, script);
        Skip = Environment.GetEnvironmentVariable(variable) is null ? $"{script} does this." : null;
    }

    public string Variable { get; }

    public string Script { get; }
}
