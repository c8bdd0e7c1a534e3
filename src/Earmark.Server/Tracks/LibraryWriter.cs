namespace Earmark.Server.Tracks;

/// <summary>The library, opened to be changed only while something changes.</summary>
/// <remarks>
/// One process at a time may write. A server that held the library all the time would lock out `earmark store`; one
/// that opened it for every track would make a segment of each. So it stays open a little, in case more follows.
/// </remarks>
internal sealed class LibraryWriter : IDisposable
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);

    private readonly string _folder;
    private readonly Lock _gate = new();
    private readonly Timer _closing;
    private Library? _library;
    private int _users;
    private bool _isDisposed;

    public LibraryWriter(string folder)
    {
        _folder = folder;
        _closing = new Timer(_ => CloseIfIdle());
    }

    /// <summary>Opens the library if need be, and does something with it.</summary>
    /// <exception cref="LibraryException">Another process is storing to it, or it cannot be written.</exception>
    public async Task<T> WriteAsync<T>(Func<Library, Task<T>> write)
    {
        var library = await Task.Run(Enter);
        try
        {
            return await write(library);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Closes the library, once nobody is at work in it.</summary>
    public void Dispose()
    {
        _closing.Dispose();
        lock (_gate)
        {
            _isDisposed = true;
        }

        CloseIfIdle();
    }

    private Library Enter()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _library ??= Library.Open(_folder);
            _users++;
            return _library;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _users--;
            if (_isDisposed)
            {
                CloseIfIdle();
            }
            else if (_users == 0)
            {
                _closing.Change(Linger, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void CloseIfIdle()
    {
        lock (_gate)
        {
            if (_users == 0)
            {
                _library?.Dispose();
                _library = null;
            }
        }
    }
}
