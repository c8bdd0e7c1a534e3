namespace Earmark.Tests.Formats;

/// <summary>No test: makes the fixtures of a new format version, where they are missing, when it is asked to.</summary>
/// <remarks>EARMARK_MAKE_FIXTURES=1 ./test --filter FullyQualifiedName~FixtureTests</remarks>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MakeFixturesFactAttribute : FactAttribute
{
    public MakeFixturesFactAttribute() =>
        Skip = Environment.GetEnvironmentVariable("EARMARK_MAKE_FIXTURES") == "1"
            ? null
            : "EARMARK_MAKE_FIXTURES=1 makes the files of a new format version.";
}
