namespace Millrace.Training.Kernels;

/// <summary>Windows over an image H × W × C, channels last; windows that do not fit are dropped.</summary>
internal readonly record struct WindowGeometry(int Height, int Width, int Channels, int Rows, int Columns, int RowStride, int ColumnStride)
{
    /// <summary>Windows down the image.</summary>
    public int OutHeight => ((Height - Rows) / RowStride) + 1;

    /// <summary>Windows across the image.</summary>
    public int OutWidth => ((Width - Columns) / ColumnStride) + 1;

    /// <summary>Whether the windows stand side by side, so that no element lies in two.</summary>
    public bool AreApart => RowStride >= Rows && ColumnStride >= Columns;

    /// <summary>First window, in one direction, that reaches <paramref name="at"/>.</summary>
    public static int FirstOver(int at, int size, int stride) => at < size ? 0 : ((at - size) / stride) + 1;

    /// <summary>Last window, in one direction, that starts at or before <paramref name="at"/>.</summary>
    public static int LastOver(int at, int stride, int windows) => Math.Min(at / stride, windows - 1);
}
