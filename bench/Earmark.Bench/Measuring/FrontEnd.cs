using Earmark.Audio;
using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Spectral;

namespace Earmark.Bench.Measuring;

/// <summary>Takes a recording through the front end stage by stage, each on the clock by itself.</summary>
/// <remarks>
/// Each stage is called as <see cref="Hearing"/> and <see cref="ConstellationExtractor"/> call it, but for a second of
/// sound at a time, so that the clock costs nothing and the data stay in the cache.
/// </remarks>
internal sealed class FrontEnd(FingerprintProfile profile)
{
    /// <summary>Rows of a second.</summary>
    private const int RowsMax = 64;

    // What a server keeps of an answer.
    private const int PictureFrames = 512;
    private const int PictureBins = 128;

    /// <summary>Reads a whole recording, at its own rate.</summary>
    /// <param name="stages">Is told what reading took here, and in FFmpeg if it was needed.</param>
    public static float[] Read(string path, Stages stages, out int sampleRate)
    {
        var children = LinuxCalls.ChildrenTime();
        var blocks = new List<float[]>();
        using (var source = AudioSource.Open(path, path, new AudioOptions(), CancellationToken.None))
        {
            sampleRate = source.Format.SampleRate;
            var block = new float[16 * 1024];
            int count;
            while ((count = stages.Time("read, mix", () => source.Pcm.Read(block))) > 0)
            {
                blocks.Add(block[..count]);
            }
        }

        stages.Add("FFmpeg", LinuxCalls.ChildrenTime() - children);
        return [.. blocks.SelectMany(block => block)];
    }

    /// <summary>Changes the rate of a recording and removes its mean.</summary>
    public float[] Resample(float[] samples, int sampleRate, Stages stages)
    {
        var resampler = new Resampler(sampleRate, profile.SampleRate);
        var blocker = new DcBlocker(profile.SampleRate);
        var block = new float[profile.SampleRate];
        var resampled = new List<float>();
        for (var at = 0; ;)
        {
            var count = stages.Time("resample", () => resampler.Read(block));
            stages.Time("mean", () => blocker.Process(block.AsSpan(0, count)));
            resampled.AddRange(block.AsSpan(0, count));
            if (count > 0)
            {
                continue;
            }

            if (at == samples.Length)
            {
                return [.. resampled];
            }

            var taken = Math.Min(samples.Length - at, resampler.Free.Length);
            samples.AsSpan(at, taken).CopyTo(resampler.Free);
            resampler.Advance(taken);
            at += taken;
            if (at == samples.Length)
            {
                resampler.Complete();
            }
        }
    }

    /// <summary>Fingerprints a recording as a library does.</summary>
    public Stages Store(float[] samples)
    {
        var stages = new Stages();
        var peaks = Peaks(samples, null, stages);
        var kept = stages.Time(
            "rank", () => PeakRanker.Keep(peaks.Found, samples.Length, profile, profile.ReferencePeakRate));
        var constellation = new Constellation(kept, peaks.FrameCount);
        stages.Time("pairs", () => LandmarkPairer.ReferenceLandmarks(constellation, profile));
        stages.Time("encode", () => ConstellationCodec.Encode(constellation));
        return stages;
    }

    /// <summary>Fingerprints a clip as a query does, to where the search begins; and draws it for the page.</summary>
    public (Stages Asking, Stages Drawing) Ask(float[] samples)
    {
        var stages = new Stages();
        var record = new ContrastRecord(profile);
        var peaks = Peaks(samples, record, stages);
        var kept = stages.Time(
            "rank", () => PeakRanker.Keep(peaks.Found, samples.Length, profile, profile.QueryPeakRate));
        stages.Time("exceedance", () => record.Exceedance(0, record.FrameCount));
        stages.Time("pairs", () => LandmarkPairer.Pairs(
            new Constellation([.. kept.Where(peak => peak.Rank < SearchDensity.Sparse.PeakRate)], peaks.FrameCount),
            profile,
            SearchDensity.Sparse.FanOut));
        var drawing = new Stages();
        drawing.Time("picture", () => record.Pool(0, record.FrameCount, PictureFrames, PictureBins));
        return (stages, drawing);
    }

    private (List<SalientPeak> Found, int FrameCount) Peaks(float[] samples, ContrastRecord? record, Stages stages)
    {
        var (stft, contrast, picker) = (new Stft(profile), new LocalContrast(profile), new PeakPicker(profile));
        var (rows, contrasts, levels) = (Rows(RowsMax), Rows(2 * RowsMax), Rows(2 * RowsMax));
        var (at, frameCount, isOver) = (0, 0, false);
        while (!isOver)
        {
            var rowCount = stages.Time("transform", () => Transform(stft, samples, ref at, rows));
            frameCount += rowCount;
            isOver = rowCount < RowsMax;
            var taken = stages.Time("contrast", () => Contrast(contrast, rows, rowCount, isOver, contrasts, levels));
            stages.Time("pick", () =>
            {
                for (var row = 0; row < taken; row++)
                {
                    picker.Add(contrasts[row], levels[row]);
                }
            });
            if (record is not null)
            {
                stages.Time("record", () =>
                {
                    for (var row = 0; row < taken; row++)
                    {
                        record.Add(contrasts[row]);
                    }
                });
            }
        }

        return (stages.Time("pick", picker.Finish), frameCount);
    }

    private static int Transform(Stft stft, ReadOnlySpan<float> samples, ref int at, float[][] rows)
    {
        for (var row = 0; row < rows.Length; row += 2)
        {
            var rest = samples[at..];
            var isFull = stft.Fill(ref rest);
            at = samples.Length - rest.Length;
            if (!isFull)
            {
                return row + (stft.TransformLast(rows[row]) ? 1 : 0);
            }

            stft.TransformPair(rows[row], rows[row + 1]);
        }

        return rows.Length;
    }

    private static int Contrast(
        LocalContrast contrast, float[][] rows, int rowCount, bool isOver, float[][] contrasts, float[][] levels)
    {
        var taken = 0;
        for (var row = 0; row < rowCount; row++)
        {
            contrast.Add(rows[row]);
            Take();
        }

        if (isOver)
        {
            contrast.Finish();
            Take();
        }

        return taken;

        void Take()
        {
            while (contrast.TryTake(contrasts[taken], out var row))
            {
                row.CopyTo(levels[taken++]);
            }
        }
    }

    private float[][] Rows(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new float[profile.BinCount])];
}
