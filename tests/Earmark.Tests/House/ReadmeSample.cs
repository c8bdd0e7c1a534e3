namespace Earmark.Tests.House;

/// <summary>README's program, as it stands there, so that it compiles and runs.</summary>
internal static class ReadmeSample
{
    public static async Task RunAsync()
    {
        // sample
        using var library = Library.Open("music");
        await library.StoreAsync("album/01.flac");
        var answer = await library.QueryAsync("clip.wav");
        Console.WriteLine(answer.Best is { } m
            ? $"{m.Track.Title ?? m.Track.RefId} at {m.Offset:0.00} s"
            : "not in this library");
        // end
    }
}
