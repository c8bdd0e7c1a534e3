using Earmark.Redis;

namespace Earmark.Server;

/// <summary>Where lies what belongs to a library and is not in it: past answers, the log of plays.</summary>
internal static class OwnFolder
{
    /// <summary>
    /// The folder of the library; of one in a cluster, which has none, a folder of that address in the user's data.
    /// </summary>
    public static string Of(string library)
    {
        var name = Library.NameOf(library);
        if (!RedisLibraries.IsAddress(library))
        {
            return name;
        }

        const Environment.SpecialFolder Data = Environment.SpecialFolder.LocalApplicationData;
        var data = Environment.GetFolderPath(Data, Environment.SpecialFolderOption.DoNotVerify);
        var letters = name[(name.IndexOf("://", StringComparison.Ordinal) + 3)..]
            .Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '_');
        return Path.Combine(data, "earmark-clusters", string.Concat(letters));
    }
}
