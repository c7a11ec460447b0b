using System.Reflection.Metadata;
using System.Security.Cryptography;
using System.Text;
using StrategyHost.Loading.Scripts;

namespace StrategyHost.Tests.Loading.Scripts;

/// <summary>Debuggers and stack traces find the script: the PDB's documents are its files, byte for byte.</summary>
public sealed class SymbolsTests : IDisposable
{
    static readonly Guid Sha256 = new("8829d00f-11b8-4213-878b-770e8597ac16");
    static readonly Guid EmbeddedSource = new("0e8a571b-6926-466e-b4ad-8ab04611f5fe");

    readonly ScriptBench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_documents_checksum_is_that_of_the_files_bytes(bool withByteOrderMark)
    {
        var mark = withByteOrderMark ? Encoding.UTF8.GetPreamble() : [];
        bench.Folder.Write("_shared.csx", [.. mark, .. "int Twice(int x) => x * 2; // é\r\n"u8]);
        bench.Folder.Write("test.csx", [.. mark, .. "#load \"_shared.csx\"\r\nLog($\"é {Twice(2)}\");\n"u8]);

        var compilation = bench.Compiler.Compile("test.csx");

        Assert.Empty(compilation.Diagnostics);
        using var provider = MetadataReaderProvider.FromPortablePdbImage(compilation.Image!.Symbols);
        var pdb = provider.GetMetadataReader();
        var documents = pdb.Documents.Select(pdb.GetDocument).ToDictionary(document => pdb.GetString(document.Name));
        Assert.Equal([bench.Folder["_shared.csx"], bench.Folder["test.csx"]], documents.Keys.Order());
        foreach (var (path, document) in documents)
        {
            Assert.Equal(Sha256, pdb.GetGuid(document.HashAlgorithm));
            Assert.Equal(SHA256.HashData(File.ReadAllBytes(path)), pdb.GetBlobBytes(document.Hash));
        }
    }

    [Fact]
    public void The_sources_are_embedded()
    {
        bench.Folder.Write("_shared.csx", "int Twice(int x) => x * 2;");
        var compilation = bench.Compile("#load \"_shared.csx\"\nLog($\"{Twice(2)}\");");

        using var provider = MetadataReaderProvider.FromPortablePdbImage(compilation.Image!.Symbols);
        var pdb = provider.GetMetadataReader();
        var embedded = pdb.CustomDebugInformation.Select(pdb.GetCustomDebugInformation)
            .Where(information => pdb.GetGuid(information.Kind) == EmbeddedSource)
            .Select(information => pdb.GetString(pdb.GetDocument((DocumentHandle)information.Parent).Name));
        Assert.Equal([bench.Folder["_shared.csx"], bench.Folder["test.csx"]], embedded.Order());
    }

    [Fact]
    public void The_files_read_are_named_for_whoever_watches_them()
    {
        bench.Folder.Write("_a.csx", "#load \"lib/_b.csx\"");
        bench.Folder.Write("lib/_b.csx", "int b = 1;");

        var compilation = bench.Compile("#load \"_a.csx\"\nLog($\"{b}\");");

        Assert.Equal(["test.csx", "_a.csx", Path.Combine("lib", "_b.csx")],
            compilation.Files.Select(file => Path.GetRelativePath(bench.Folder.Path, file)));
    }

    [Theory]
    [InlineData("1", """
        OnBook("b:X", book =>
        {
            var x = 1;
            throw new InvalidOperationException("boom");
        });
        """, 4)]
    [InlineData("2", """
        decimal Fail(decimal x)
        {
            throw new InvalidOperationException("boom");
        }
        OnBook("b:X", book => Fail(book.Mid));
        """, 3)]
    [InlineData("3", """
        OnBook("b:X", book =>
            Log($"{new List<int>().First()}"));
        """, 2)]
    [InlineData("4", """
        class Bad
        {
            public static readonly int X =
                int.Parse("x");
        }
        OnBook("b:X", book => Log($"{Bad.X}"));
        """, 3)]
    public async Task A_fault_in_a_handler_is_found_at_its_line(string name, string script, int line)
    {
        var globals = await bench.RunAsync(script, $"fault-{name}.csx");

        var error = Record.Exception(() => globals.BookHandlers[0](globals.View))!;

        Assert.Equal($"{bench.Folder[$"fault-{name}.csx"]}:{line}", ScriptFrames.Locate(error));
    }

    [Theory]
    [InlineData("""
        Every(TimeSpan.FromSeconds(1), async () =>
        {
            await Task.Yield();
            throw new Exception("boom");
        });
        """, 4)]
    [InlineData("""
        async Task Deep()
        {
            await Task.Yield();
            int.Parse("x");
        }
        Every(TimeSpan.FromSeconds(1), async () => await Deep());
        """, 4)]
    [InlineData("""
        Every(TimeSpan.FromSeconds(1), () =>
          Task.Run(() =>
            throw new Exception("boom")).Wait());
        """, 3)]
    public async Task A_fault_in_asynchronous_code_is_found_at_its_line(string script, int line)
    {
        var globals = await bench.RunAsync(script);

        var error = (await Record.ExceptionAsync(() => globals.Timers[0]()))!;

        Assert.Equal($"{bench.Folder["test.csx"]}:{line}", ScriptFrames.Locate(error));
    }

    [Fact]
    public async Task A_fault_in_top_level_code_is_found_at_its_line()
    {
        var script = bench.Load("var x = 1;\nawait Task.Yield();\nthrow new Exception(\"boom\");");

        var error = (await Record.ExceptionAsync(() => script.Start(new RecordingGlobals())))!;

        Assert.Equal($"{bench.Folder["test.csx"]}:3", ScriptFrames.Locate(error));
    }

    [Fact]
    public void An_exception_without_script_code_has_no_script_line()
    {
        Assert.Null(ScriptFrames.Locate(Record.Exception(() => int.Parse("x"))!));
        Assert.Null(ScriptFrames.Locate(new AggregateException()));
    }
}
