// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/data_uri.hpp"
#include "mineprint/report/page.hpp"
#include "test_main.hpp"

using namespace mineprint::report;

TEST_CASE("base64 as in the test vectors of RFC 4648", "[data_uri]") {
    CHECK(base64("") == "");
    CHECK(base64("f") == "Zg==");
    CHECK(base64("fo") == "Zm8=");
    CHECK(base64("foo") == "Zm9v");
    CHECK(base64("foob") == "Zm9vYg==");
    CHECK(base64("fooba") == "Zm9vYmE=");
    CHECK(base64("foobar") == "Zm9vYmFy");
    CHECK(base64("\xff\xfe\xfd") == "//79");
    CHECK(data_uri("image/png", "f") == "data:image/png;base64,Zg==");
}

TEST_CASE("no text of the data can become markup", "[page]") {
    const std::string evil = "</script><script>alert(1)</script><!-- & ' \"";
    const Json data = {{"name", evil}};
    const std::string text = page(evil, data);
    CHECK(text.find("<script>alert") == std::string::npos);
    CHECK(text.find("<!-- &") == std::string::npos);
    CHECK(text.find("<title>&lt;/script&gt;&lt;script&gt;alert(1)") != std::string::npos);
    CHECK(Json::parse(script_safe(data)) == data);
    CHECK(html_escaped("a<b>&\"'") == "a&lt;b&gt;&amp;&quot;&#39;");
}

TEST_CASE("bytes that are no UTF-8 do not break the page", "[page]") {
    const std::string text = script_safe({{"name", "caf\xe9"}});
    CHECK(Json::parse(text).at("name") == "caf\ufffd");
}

TEST_CASE("the page asks the network for nothing", "[page]") {
    const std::string text = page("t", Json::object());
    CHECK(text.find("{{") == std::string::npos);
    CHECK(text.find("default-src 'none'") != std::string::npos);
    CHECK(text.find("url(images") == std::string::npos);
    CHECK(text.find("<script src") == std::string::npos);
    CHECK(text.find("L.CRS.Simple") != std::string::npos);
}
