namespace Earmark.Cli.Pictures;

/// <summary>The inks as CSS classes, and as the colors that paper has; a test holds them to report.css.</summary>
internal static class Inks
{
    private static readonly uint[] OnPaper =
    [
        0x22262B, 0x626A73, 0xE3E1DA, 0xFFFFFF, 0xFFFFFF, 0x14181D,
        0x1F6FB4, 0xD1631B, 0x2C8A57, 0x8A4FB0, 0xB8860B, 0xC23B60, 0x4D7C8A, 0x6B6B6B,
    ];

    private static readonly string[] Names =
        ["ink", "soft", "line", "card", "white", "dark", "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"];

    /// <summary>Name of its CSS class and variable.</summary>
    public static string Name(Ink ink) => Names[(int)ink];

    /// <summary>Its color on paper, red in the highest byte of three.</summary>
    public static uint Rgb(Ink ink) => OnPaper[(int)ink];
}
