using System.Globalization;
using Earmark.Comparing;

namespace Earmark.Cli.Verbs;

/// <summary>The FFmpeg command that makes of takes files that begin together, on one clock.</summary>
/// <remarks>
/// FFmpeg takes whole rates only. A clock is put right by going to one rate and calling it another: of all pairs of
/// rates around 96 kHz, the pair whose quotient is nearest errs by less than a thousandth of a part per million.
/// </remarks>
internal static class AlignCommand
{
    /// <summary>Rate of what is made, in hertz.</summary>
    private const int Rate = 48_000;

    private const int LowestRate = 96_000;
    private const int HighestRate = 192_000;

    /// <summary>Returns the command, for a POSIX shell; takes without a place are left out.</summary>
    public static string For(IEnumerable<SyncedTake> takes)
    {
        var placed = takes.Where(take => take.IsPlaced).ToList();
        var start = placed.Min(take => take.Offset);
        var inputs = string.Concat(placed.Select(take => $" -i {Quote(take.Path)}"));
        var chains = placed.Select((take, i) => $"[{i}:a:0]{Chain(take, start)}[t{i}]");
        var outputs = placed.Select((take, i) => $" -map '[t{i}]' {Quote(Output(take.Path, i))}");
        return $"ffmpeg{inputs} -filter_complex '{string.Join(';', chains)}'{string.Concat(outputs)}";
    }

    /// <summary>Two rates whose quotient is nearly a factor.</summary>
    internal static (int From, int To) Rates(double factor)
    {
        var (best, least) = ((From: LowestRate, To: LowestRate), double.PositiveInfinity);
        for (var from = LowestRate; from <= HighestRate; from++)
        {
            var to = (int)Math.Round(from / factor);
            var error = Math.Abs(((double)from / to) - factor);
            if (error < least)
            {
                (best, least) = ((from, to), error);
            }
        }

        return best;
    }

    private static string Chain(SyncedTake take, double start)
    {
        var factor = 1 + (take.Drift / 1e6);
        var (from, to) = Rates(factor);
        var clock = from == to ? "" : $"aresample={from},asetrate={to},";
        var delay = (long)Math.Round((take.Offset - start) * Rate);
        return string.Create(CultureInfo.InvariantCulture, $"{clock}aresample={Rate},adelay={delay}S:all=1");
    }

    private static string Output(string path, int index) => string.Create(
        CultureInfo.InvariantCulture, $"{index + 1}-{Path.GetFileNameWithoutExtension(path)}.synced.wav");

    /// <summary>A word of a POSIX shell; a name that begins with a dash is no option.</summary>
    private static string Quote(string path)
    {
        var name = path.StartsWith('-') ? $"./{path}" : path;
        return $"'{name.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
