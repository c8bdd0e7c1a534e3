using Earmark.Cli.Verbs;

namespace Earmark.Tests.Cli;

public sealed class InterruptibleInputTests
{
    [Fact]
    public void What_is_read_is_what_the_input_holds()
    {
        using var input = new InterruptibleInput(new MemoryStream([1, 2, 3, 4, 5]), CancellationToken.None);
        using var copy = new MemoryStream();

        input.CopyTo(copy, bufferSize: 2);

        Assert.Equal([1, 2, 3, 4, 5], copy.ToArray());
    }

    [Fact]
    public async Task An_interruption_ends_a_read_that_waits_for_data()
    {
        using var silence = new Silence();
        using var interruption = new CancellationTokenSource();
        using var input = new InterruptibleInput(silence, interruption.Token);
        var reading = Task.Run(() => input.ReadByte());
        await silence.Waiting.Task;

        await interruption.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    /// <summary>A terminal at which nobody types.</summary>
    private sealed class Silence : MemoryStream
    {
        private readonly ManualResetEventSlim _end = new();

        public TaskCompletionSource Waiting { get; } = new();

        public override int Read(byte[] buffer, int offset, int count)
        {
            Waiting.SetResult();
            _end.Wait();
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            _end.Set();
            base.Dispose(disposing);
        }
    }
}
