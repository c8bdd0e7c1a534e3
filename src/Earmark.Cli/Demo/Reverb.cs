namespace Earmark.Cli.Demo;

/// <summary>The air of a studio: parallel combs, other lengths for left and right.</summary>
/// <remarks>Source: M. Schroeder, "Natural sounding artificial reverberation", JAES 10(3), 1962.</remarks>
internal static class Reverb
{
    private static readonly int[] LeftDelays = [1557, 1617, 1491, 1422];
    private static readonly int[] RightDelays = [1580, 1640, 1514, 1445];

    /// <summary>Adds the reverberation of both channels to each at this gain.</summary>
    public static void Add(float[] left, float[] right, double level)
    {
        var input = new float[left.Length];
        for (var i = 0; i < input.Length; i++)
        {
            input[i] = (float)(0.25 * level) * (left[i] + right[i]);
        }

        foreach (var delay in LeftDelays)
        {
            AddComb(input, delay, left);
        }

        foreach (var delay in RightDelays)
        {
            AddComb(input, delay, right);
        }
    }

    private static void AddComb(ReadOnlySpan<float> input, int delay, Span<float> output)
    {
        const float Feedback = 0.8f;
        var line = new float[delay];
        var position = 0;
        var dull = 0f;
        for (var i = 0; i < input.Length; i++)
        {
            var echo = line[position];
            output[i] += echo;
            dull += 0.7f * (echo - dull);
            line[position] = input[i] + (Feedback * dull);
            position = position + 1 < delay ? position + 1 : 0;
        }
    }
}
