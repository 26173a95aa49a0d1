using Millrace.Spark.Connect;

namespace Millrace.Spark.Tests.Connect;

public class ConnectAddressTests
{
    [Fact]
    public void A_full_address_is_read()
    {
        ConnectAddress address = ConnectAddress.Parse("sc://spark.example:443/;use_ssl=true;token=a%3Bb;user_id=u;x-team=blue");
        Assert.Equal(("spark.example", 443, true, "a;b", "u"), (address.Host, address.Port, address.UseTls, address.Token, address.UserId));
        Assert.Equal("blue", address.Headers["x-team"]);
        Assert.Equal(new Uri("https://spark.example:443"), address.ChannelUri);
    }

    [Fact]
    public void A_token_to_another_machine_turns_TLS_on() => Assert.True(ConnectAddress.Parse("sc://spark.example/;token=t").UseTls);

    [Fact]
    public void A_token_stays_in_clear_on_this_machine() => Assert.False(ConnectAddress.Parse("sc://[::1]:15002/;token=t").UseTls);

    [Theory]
    [InlineData("http://x")]
    [InlineData("sc://")]
    [InlineData("sc://host:0")]
    [InlineData("sc://host:70000")]
    [InlineData("sc://host/path")]
    [InlineData("sc://host/;novalue")]
    [InlineData("sc://host/;a=1;a=2")]
    [InlineData("sc://host/;use_ssl=yes")]
    [InlineData("sc://host/;session_id=7")]
    [InlineData("sc://host/;token=secret;use_ssl=false")]
    public void A_malformed_address_is_refused_without_its_token(string url)
    {
        FormatException e = Assert.Throws<FormatException>(() => ConnectAddress.Parse(url));
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_an_address_hides_the_token() =>
        Assert.DoesNotContain("secret", ConnectAddress.Parse("sc://localhost/;token=secret").ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xCBF43926u)]
    public void The_checksum_is_the_one_of_zip(string text, uint expected) =>
        Assert.Equal(expected, Crc32.Compute(System.Text.Encoding.ASCII.GetBytes(text)));
}
