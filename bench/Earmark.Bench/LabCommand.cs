using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;
using Earmark.Cli.Output;
using Earmark.Lab;

namespace Earmark.Bench;

/// <summary>`lab`: what each step of the lab makes of a recording, as raw numbers for bench/lab_reference.py.</summary>
internal static class LabCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var recording = new Argument<string>("RECORDING")
        {
            Description = "A file, or the number of a composed piece, which is written beside the results",
        };
        var folder = new Argument<string>("FOLDER") { Description = "Where to write" };
        var command = new Command("lab", "Write what each step of the lab makes of a recording") { recording, folder };
        command.SetAction((parsed, ct) =>
        {
            var target = Directory.CreateDirectory(parsed.GetRequiredValue(folder)).FullName;
            var path = parsed.GetRequiredValue(recording);
            if (int.TryParse(path, CultureInfo.InvariantCulture, out var seed))
            {
                path = Path.Combine(target, "piece.wav");
                WavWriter.Write(path, Composer.Compose(seed).Sound);
            }

            var sound = LabSound.Read(path, ct);
            var spectrogram = LabSpectrogram.Of(sound.Samples);
            Write<double>(target, "samples.f64", sound.Samples);
            Write(target, "spectrogram.f64", spectrogram.Power);
            WritePeaks(target, "notebook", NotebookPeaks.Pick(spectrogram));
            WritePeaks(target, "shift", ShiftPeaks.Pick(spectrogram, LabSettings.DefaultRate));
            terminal.Tell($"{target}: {sound.Samples.Length} samples, {spectrogram.FrameCount} segments");
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static void WritePeaks(string folder, string rule, PeakMap peaks)
    {
        int[] places = [.. peaks.RowByRow().SelectMany(peak => new[] { peak.Bin, peak.Frame })];
        int[] rows =
        [
            .. PairScan.Scan(peaks).SelectMany(pair => new[]
            {
                pair.Frame1, pair.Frame2, pair.Bin1, pair.Bin2, PairHash.Of(pair),
            }),
        ];
        Write<int>(folder, $"{rule}-peaks.i32", places);
        Write<int>(folder, $"{rule}-pairs.i32", rows);
    }

    private static void Write<T>(string folder, string name, ReadOnlySpan<T> values)
        where T : struct =>
        File.WriteAllBytes(Path.Combine(folder, name), MemoryMarshal.AsBytes(values));
}
