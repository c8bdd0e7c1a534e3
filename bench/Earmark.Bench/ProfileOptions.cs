using System.CommandLine;
using System.Globalization;
using Earmark.Cli.Output;
using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Bench;

/// <summary>The options that say what fingerprints a library has: those that ship, or keys of another width.</summary>
internal sealed class ProfileOptions
{
    private readonly Option<string> _profile = new("--profile")
    {
        Description = "Fingerprint of the library",
        HelpName = string.Join('|', FingerprintProfile.Known.Select(known => known.Name)),
        DefaultValueFactory = _ => FingerprintProfile.Full.Name,
    };

    private readonly Option<string?> _cells = new("--cells")
    {
        Description = "Cells of a key for anchor, step and delay where they are not the profile's, such as 1024,514,96",
        HelpName = "A,S,D",
    };

    /// <summary>Makes a command take them.</summary>
    public void AddTo(Command command)
    {
        _profile.AcceptOnlyFromAmong([.. FingerprintProfile.Known.Select(known => known.Name)]);
        command.Options.Add(_profile);
        command.Options.Add(_cells);
    }

    /// <summary>The profile that was asked for.</summary>
    /// <exception cref="UsageException">The cells are not three numbers that can be.</exception>
    public FingerprintProfile Read(ParseResult parsed)
    {
        var profile = FingerprintProfile.Known.Single(known => known.Name == parsed.GetRequiredValue(_profile));
        if (parsed.GetValue(_cells) is not { } text)
        {
            return profile;
        }

        var cells = text.Split(',')
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0)
            .ToList();
        if (cells is not [> 0, > 2, > 75] || (long)cells[0] * cells[1] * cells[2] > int.MaxValue)
        {
            throw new UsageException(
                $"--cells {text} cannot be; expected three numbers such as 1024,514,96, the last above 75, " +
                "with a product below 2^31.");
        }

        return profile with { AnchorCells = cells[0], StepCells = cells[1], DelayCells = cells[2] };
    }

    /// <summary>Opens the index of a library of that profile.</summary>
    public static TrackIndex Open(
        string folder, FingerprintProfile profile, IndexAccess access, IndexOptions? options = null) =>
        TrackIndex.Open(
            folder,
            profile,
            constellation => LandmarkPairer.ReferenceLandmarks(constellation, profile),
            access,
            options);
}
